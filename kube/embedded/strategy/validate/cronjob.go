package validate

import (
	"fmt"
	"strings"

	robfig "github.com/robfig/cron/v3"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// CronJob checks a new CronJob, after defaulting.
func CronJob(c *batchv1.CronJob) field.ErrorList {
	e := &errs{}
	objectMeta(e, &c.ObjectMeta)
	cronJobSpec(e, &c.Spec, nil)
	// The Job's name is this one, a dash and the minute: eleven characters more of the 63 that a label may have.
	if len(c.Name) > 52 {
		e.invalid(metadata.Child("name"), c.Name, "must be no more than 52 characters")
	}
	return e.list
}

// CronJobUpdate checks an update of a CronJob. All of its spec may change.
func CronJobUpdate(c, old *batchv1.CronJob) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &c.ObjectMeta, &old.ObjectMeta)
	cronJobSpec(e, &c.Spec, &old.Spec)
	return e.list
}

func cronJobSpec(e *errs, s, old *batchv1.CronJobSpec) {
	if s.Schedule == "" {
		e.required(spec.Child("schedule"), "")
	} else {
		schedule(e, s, old != nil && strings.Contains(old.Schedule, "TZ"))
	}
	nonNegative(e, spec, "startingDeadlineSeconds", s.StartingDeadlineSeconds)
	if s.TimeZone != nil && (old == nil || !equalPtr(old.TimeZone, s.TimeZone)) {
		for _, err := range cron.CheckTimeZone(*s.TimeZone) {
			e.invalid(spec.Child("timeZone"), *s.TimeZone, err.Error())
		}
	}
	oneOfRequired(e, spec, "concurrencyPolicy", s.ConcurrencyPolicy, batchv1.AllowConcurrent, batchv1.ForbidConcurrent, batchv1.ReplaceConcurrent)
	template := spec.Child("jobTemplate", "spec")
	jobSpec(e, template, &s.JobTemplate.Spec)
	if s.JobTemplate.Spec.Selector != nil {
		e.invalid(template.Child("selector"), s.JobTemplate.Spec.Selector, "`selector` will be auto-generated")
	}
	if manual := s.JobTemplate.Spec.ManualSelector; manual != nil && *manual {
		e.list = append(e.list, field.NotSupported(template.Child("manualSelector"), manual, []string{"nil", "false"}))
	}
	nonNegative(e, spec, "successfulJobsHistoryLimit", s.SuccessfulJobsHistoryLimit)
	nonNegative(e, spec, "failedJobsHistoryLimit", s.FailedJobsHistoryLimit)
}

// schedule checks the cron expression. A time zone inside it is only let stay where it was before the field existed.
func schedule(e *errs, s *batchv1.CronJobSpec, hadZone bool) {
	if err := parseSchedule(s.Schedule); err != nil {
		e.invalid(spec.Child("schedule"), s.Schedule, err.Error())
	}
	switch {
	case !strings.Contains(s.Schedule, "TZ"):
	case !hadZone:
		e.invalid(spec.Child("schedule"), s.Schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")
	case s.TimeZone != nil:
		e.invalid(spec.Child("schedule"), s.Schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule")
	}
}

// parseSchedule survives what makes the parser panic, such as "TZ=0".
func parseSchedule(s string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("invalid schedule format: %v", r)
		}
	}()
	_, err = robfig.ParseStandard(s)
	return err
}
