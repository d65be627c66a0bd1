package scheduler

import (
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/indexes"
)

// MatchSuccessPolicy returns the index of the first rule that the succeeded indexes of an Indexed Job fulfil.
func MatchSuccessPolicy(policy *batchv1.SuccessPolicy, completions int, succeeded indexes.Set) (rule int, met bool) {
	if policy == nil || len(succeeded) == 0 {
		return 0, false
	}
	for i, rule := range policy.Rules {
		if meetsSuccessRule(rule, completions, succeeded) {
			return i, true
		}
	}
	return 0, false
}

func meetsSuccessRule(rule batchv1.SuccessPolicyRule, completions int, succeeded indexes.Set) bool {
	wanted := rule.SucceededCount
	if rule.SucceededIndexes == nil {
		return wanted != nil && succeeded.Count() >= int(*wanted)
	}
	listed := indexes.Parse(*rule.SucceededIndexes, completions)
	if len(listed) == 0 {
		return false
	}
	n := listed.Intersect(succeeded).Count()
	return n == listed.Count() || wanted != nil && n >= int(*wanted)
}
