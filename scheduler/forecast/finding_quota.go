package forecast

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// quotaFindings are about peaks that exceed a quota, and quotas that the forecast cannot apply.
func (f *Forecast) quotaFindings(quotas []*corev1.ResourceQuota) (found []Finding) {
	for _, u := range f.Usage {
		for _, p := range u.Peaks {
			if p.Limit == nil || p.Limit.Over == 0 {
				continue
			}
			found = append(found, Finding{
				Code: OverQuota, Grave: true, CronJob: -1, Namespace: u.Namespace, At: p.Limit.From, Text: p.overText(f.lasting(u.Namespace, p.Limit.OverTime)),
			})
		}
	}
	for _, q := range quotas {
		hard, limited := q.Spec.Hard[countCronJobs]
		switch n := f.cronJobsIn(q.Namespace); {
		case Scoped(q):
			found = append(found, Finding{
				Code: ScopedQuota, CronJob: -1, Namespace: q.Namespace,
				Text: fmt.Sprintf("Quota %s covers only pods of some scopes, so the forecast does not apply it.", q.Name),
			})
		case limited && int64(n) > hard.Value():
			found = append(found, Finding{
				Code: OverQuota, Grave: true, CronJob: -1, Namespace: q.Namespace,
				Text: fmt.Sprintf("%s: there are %d, quota %s allows %s: the API refuses to create more.", countCronJobs, n, q.Name, hard.String()),
			})
		}
	}
	return found
}

// overText describes a peak that exceeds its quota; lasting is for how long in all.
func (p Peak) overText(lasting string) string {
	asked, consequence, others := "requested at once", "pods are refused and their Jobs wait", ""
	switch p.Resource {
	case countJobs:
		asked, consequence = "exist at once, with those that history limits and TTL keep", "Jobs are refused and their slots wait or are lost"
	case countPods:
		asked = "exist at once, with those of finished Jobs that history limits and TTL keep"
	}
	if !p.Limit.Others.IsZero() {
		others = fmt.Sprintf(", of which others use %s", p.Limit.Others.String())
	}
	return fmt.Sprintf("%s: up to %s %s, quota %s allows %s%s: %s, %s, %s.", p.Resource, p.Amount.String(), asked, p.Limit.Quota,
		p.Limit.Hard.String(), others, counted(p.Limit.Over, "time"), lasting, consequence)
}

// lasting describes for how long a quota of a namespace is exceeded, as far as is known.
func (f *Forecast) lasting(namespace string, over time.Duration) string {
	unknown := f.Default == 0 && slices.ContainsFunc(f.CronJobs, func(o Outlook) bool {
		return o.CronJob.Namespace == namespace && o.Unknown && len(o.Runs) > 0
	})
	switch words := cron.DurationWords(over); {
	case unknown && words == "":
		return "for an unknown time"
	case unknown:
		return fmt.Sprintf("for at least %s in all", words)
	default:
		return fmt.Sprintf("for %s in all", cmp.Or(words, "a moment"))
	}
}

func (f *Forecast) cronJobsIn(namespace string) (n int) {
	for _, o := range f.CronJobs {
		if o.CronJob.Namespace == namespace {
			n++
		}
	}
	return n
}
