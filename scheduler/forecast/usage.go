package forecast

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// Usage is what the CronJobs of a namespace take up at most.
type Usage struct {
	Namespace string
	Peaks     []Peak // pods, requested CPU and memory, then what else is asked for or limited
}

// Peak is the most that is asked for of a resource at any instant.
type Peak struct {
	Resource corev1.ResourceName // as quotas name them: pods, requests.cpu, limits.memory, requests.nvidia.com/gpu, count/jobs.batch …
	Amount   resource.Quantity   // by the runs alone; of what is counted, by all their Jobs that exist
	At       time.Time           // when it is reached for the first time; zero when nothing is asked for
	By       []Share             // who asks, most first
	Limit    *Limit              // nil without a quota
}

// Share is a CronJob's part of a peak.
type Share struct {
	CronJob int // place in the forecast
	Runs    int // under way at once; of what is counted, Jobs that exist at once
	Amount  resource.Quantity
}

// Limit is the quota that is tightest for a resource, and how the runs get on with it.
type Limit struct {
	Quota string
	Hard  resource.Quantity
	// Others is what else used the quota when it was read.
	Others resource.Quantity
	// Over says how often the runs ask for more than is left, from when on, and for how long in all. Then pods are refused, and their
	// Jobs wait for others to end: the forecast tells of it and does not play it.
	Over     int
	From     time.Time
	OverTime time.Duration
}

// usages finds the peaks of each namespace.
func (s Span) usages(cronJobs []Outlook, quotas []*corev1.ResourceQuota) []Usage {
	members := map[string][]int{}
	for i, o := range cronJobs {
		members[o.CronJob.Namespace] = append(members[o.CronJob.Namespace], i)
	}
	for _, q := range quotas {
		if _, known := members[q.Namespace]; !known {
			members[q.Namespace] = nil
		}
	}
	var all []Usage
	for _, namespace := range slices.Sorted(maps.Keys(members)) {
		bounds := boundsOf(namespace, cronJobs, members[namespace], quotas)
		all = append(all, Usage{Namespace: namespace, Peaks: s.peaks(bounds, cronJobs, members[namespace])})
	}
	return all
}

// peaks are those of one namespace, whose CronJobs are the members.
func (s Span) peaks(bounds []bound, cronJobs []Outlook, members []int) (peaks []Peak) {
	running := s.timelineOf(cronJobs, members)
	var existing []step // sought when it is asked for
	for _, b := range bounds {
		steps := running
		if isCount(b.name) {
			if existing == nil {
				existing = s.existenceOf(cronJobs, members)
			}
			steps = existing
		}
		d := demand{name: b.name, cronJobs: cronJobs, members: members, room: b.room}
		if b.limit != nil {
			limit := *b.limit
			d.limit = &limit
		}
		peaks = append(peaks, d.peak(steps))
	}
	return peaks
}

// resourcesOf are those that somebody asks for, or that a quota limits. Limits of pods and counts matter only to a quota.
func resourcesOf(cronJobs []Outlook, members []int, quotas []*corev1.ResourceQuota, namespace string) []resourceName {
	names := map[resourceName]bool{corev1.ResourcePods: true}
	for _, i := range members {
		for name := range cronJobs[i].perRun {
			if !strings.HasPrefix(string(name), limits) && !isCount(name) {
				names[name] = true
			}
		}
	}
	for _, q := range quotas {
		for name := range q.Spec.Hard {
			if name = canonical(name); q.Namespace == namespace && name != "" {
				names[name] = true
			}
		}
	}
	first := []resourceName{corev1.ResourcePods, corev1.ResourceRequestsCPU, corev1.ResourceRequestsMemory}
	rank := func(name resourceName) int {
		if i := slices.Index(first, name); i >= 0 {
			return i
		}
		return len(first)
	}
	return slices.SortedFunc(maps.Keys(names), func(a, b resourceName) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
}
