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

// Usage is what the CronJobs of a namespace use at most.
type Usage struct {
	Namespace string
	Peaks     []Peak // pods, requested CPU and memory, then what else is requested or limited
}

// Peak is the most that is used of a resource at any instant.
type Peak struct {
	Resource corev1.ResourceName // as quotas name them: pods, requests.cpu, limits.memory, requests.nvidia.com/gpu, count/jobs.batch …
	Amount   resource.Quantity   // by the runs alone; of counted objects, by all their Jobs that exist
	At       time.Time           // when it is reached for the first time; zero when nothing is used
	By       []Share             // the CronJobs that make it up, largest share first
	Limit    *Limit              // nil without a quota
}

// Share is a CronJob's part of a peak.
type Share struct {
	CronJob int // index in [Forecast.CronJobs]
	Runs    int // under way at once; of counted objects, Jobs that exist at once
	Amount  resource.Quantity
}

// Limit is the tightest quota for a resource, and how often the runs exceed it.
type Limit struct {
	Quota string
	Hard  resource.Quantity
	// Others is what else used the quota when it was read.
	Others resource.Quantity
	// Over is how often the runs request more than is left, From when that happens first, OverTime for how long in all. A cluster
	// refuses pods then, and their Jobs wait for others to end: the forecast reports this but does not simulate it.
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
	var existing []step // worked out once it is needed
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

// resourcesOf are the resources that some run requests or a quota limits. Pods' limits and object counts matter only to a quota.
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
