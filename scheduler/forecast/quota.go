package forecast

import corev1 "k8s.io/api/core/v1"

// bound is a resource of a namespace with its tightest quota, if there is one.
type bound struct {
	name  resourceName
	limit *Limit // not yet held against the runs
	room  int64  // what it leaves for the runs
}

// boundsOf are the resources of a namespace, in the order in which they are shown.
func boundsOf(namespace string, cronJobs []Outlook, members []int, quotas []*corev1.ResourceQuota) (bounds []bound) {
	for _, name := range resourcesOf(cronJobs, members, quotas, namespace) {
		limit, room := limitOf(name, namespace, quotas, cronJobs, members)
		bounds = append(bounds, bound{name, limit, room})
	}
	return bounds
}

// limitOf is the tightest quota for a resource and what it leaves for the runs: 0 where others use more than all of it. The limit is nil
// without a quota. A quota with scopes covers only some pods and is left out.
func limitOf(name resourceName, namespace string, quotas []*corev1.ResourceQuota, cronJobs []Outlook, members []int) (*Limit, int64) {
	var tightest *Limit
	var least int64
	for _, q := range quotas {
		if q.Namespace != namespace || Scoped(q) {
			continue
		}
		for written, hard := range q.Spec.Hard {
			if canonical(written) != name {
				continue
			}
			used := q.Status.Used[written]
			others := max(wholeUnits(name, used)-usedByRuns(name, cronJobs, members), 0)
			if room := wholeUnits(name, hard) - others; tightest == nil || room < least {
				tightest, least = &Limit{Quota: q.Name, Hard: hard, Others: quantity(name, others)}, room
			}
		}
	}
	return tightest, max(least, 0)
}

// usedByRuns is how much of the quota's used amount belongs to the runs in progress and, where objects are counted, to finished Jobs.
func usedByRuns(name resourceName, cronJobs []Outlook, members []int) (n int64) {
	for _, i := range members {
		if isCount(name) {
			n += cronJobs[i].perRun[name] * int64(cronJobs[i].finishedJobs)
		}
		for _, run := range cronJobs[i].Runs {
			if run.InProgress {
				n += cronJobs[i].perRun[name]
			}
		}
	}
	return n
}

// countsObjects reports whether a quota counts the Jobs or pods that exist, finished ones included.
func countsObjects(q *corev1.ResourceQuota) bool {
	_, jobs := q.Spec.Hard[countJobs]
	_, pods := q.Spec.Hard[countPods]
	return jobs || pods
}

// Scoped reports whether a quota covers only pods of some kind, so that a forecast cannot apply it.
func Scoped(q *corev1.ResourceQuota) bool {
	return len(q.Spec.Scopes) > 0 || q.Spec.ScopeSelector != nil && len(q.Spec.ScopeSelector.MatchExpressions) > 0
}
