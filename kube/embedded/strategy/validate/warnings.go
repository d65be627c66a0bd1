package validate

import (
	"crypto/tls"
	"fmt"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// JobWarnings are for whoever creates a Job.
func JobWarnings(j *batchv1.Job) []string {
	return append(nameWarning(j.Name, "Pod names and hostnames"), JobSpecWarnings(&j.Spec, "spec")...)
}

func nameWarning(name, where string) []string {
	if isLabel(name) {
		return nil
	}
	used := "used in " + where
	if where == "" {
		used = "used in the Pod's hostname"
	}
	return []string{fmt.Sprintf("metadata.name: this is %s, which can result in surprising behavior; a DNS label is recommended: %v",
		used, validation.IsDNS1123Label(name))}
}

// JobSpecWarnings are about a Job's spec that lies at the path given.
func JobSpecWarnings(s *batchv1.JobSpec, path ...string) []string {
	var warnings []string
	p := field.NewPath(path[0], path[1:]...)
	if isIndexed(s) && s.Completions != nil && *s.Completions > 100_000 && s.Parallelism != nil && *s.Parallelism > 10_000 {
		warnings = append(warnings, p.String()+": In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, "+
			"Kubernetes might not be able to track completedIndexes when a big number of indexes fail")
	}
	return append(warnings, podWarnings(p.Child("template"), s.Template.Annotations, &s.Template.Spec)...)
}

// CronJobWarnings are for whoever creates a CronJob.
func CronJobWarnings(c *batchv1.CronJob) []string {
	return append(nameWarning(c.Name, "Pod names and hostnames"), JobSpecWarnings(&c.Spec.JobTemplate.Spec, "spec", "jobTemplate", "spec")...)
}

// CronJobUpdateWarnings are for whoever changes a CronJob.
func CronJobUpdateWarnings(c, old *batchv1.CronJob) []string {
	var warnings []string
	if c.Generation != old.Generation {
		warnings = JobSpecWarnings(&c.Spec.JobTemplate.Spec, "spec", "jobTemplate", "spec")
	}
	if strings.Contains(c.Spec.Schedule, "TZ") {
		warnings = append(warnings, fmt.Sprintf("cannot use TZ or CRON_TZ in %s, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details",
			field.NewPath("spec", "spec", "schedule")))
	}
	return warnings
}

// PodWarnings are for whoever creates a pod.
func PodWarnings(p *corev1.Pod) []string {
	return append(nameWarning(p.Name, ""), podWarnings(nil, p.Annotations, &p.Spec)...)
}

// SecretWarnings tell of a certificate and key that do not belong together.
func SecretWarnings(s *corev1.Secret) []string {
	if s.Type != corev1.SecretTypeTLS {
		return nil
	}
	if _, err := tls.X509KeyPair(s.Data[corev1.TLSCertKey], s.Data[corev1.TLSPrivateKeyKey]); err != nil {
		return []string{err.Error()}
	}
	return nil
}
