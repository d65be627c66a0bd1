package watch

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// trimMeta removes the manifest that kubectl apply left in the annotations. The inbox removes the managed fields.
func trimMeta(o metav1.Object) {
	if annotations := o.GetAnnotations(); annotations[corev1.LastAppliedConfigAnnotation] != "" {
		delete(annotations, corev1.LastAppliedConfigAnnotation)
	}
}

// trimCronJob removes what [workload.CronJob] says is missing.
func trimCronJob(c *batchv1.CronJob) { trimMeta(c) }

// trimJob removes what [workload.Job] says is missing.
func trimJob(j *batchv1.Job) {
	trimMeta(j)
	j.Status.UncountedTerminatedPods = nil
	spec := &j.Spec.Template.Spec
	spec.Volumes, spec.Affinity, spec.Tolerations, spec.TopologySpreadConstraints = nil, nil, nil, nil
	for _, containers := range [][]corev1.Container{spec.InitContainers, spec.Containers} {
		for i := range containers {
			c := &containers[i]
			c.Env, c.EnvFrom, c.VolumeMounts, c.VolumeDevices = nil, nil, nil, nil
			c.LivenessProbe, c.ReadinessProbe, c.StartupProbe, c.Lifecycle = nil, nil, nil, nil
		}
	}
}

// trimPod removes what [workload.Pod] says is missing.
func trimPod(p *corev1.Pod) {
	trimMeta(p)
	p.Spec = corev1.PodSpec{
		NodeName: p.Spec.NodeName, RestartPolicy: p.Spec.RestartPolicy,
		ActiveDeadlineSeconds:         p.Spec.ActiveDeadlineSeconds,
		TerminationGracePeriodSeconds: p.Spec.TerminationGracePeriodSeconds,
		InitContainers:                trimContainers(p.Spec.InitContainers),
		Containers:                    trimContainers(p.Spec.Containers),
	}
	p.Status.PodIPs, p.Status.HostIPs = nil, nil
	for _, statuses := range [][]corev1.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for i := range statuses {
			s := &statuses[i]
			s.ImageID, s.Resources, s.AllocatedResources, s.VolumeMounts, s.User = "", nil, nil, nil, nil
		}
	}
}

// trimContainers keeps names, images, commands and what marks a sidecar.
func trimContainers(containers []corev1.Container) []corev1.Container {
	trimmed := make([]corev1.Container, len(containers))
	for i, c := range containers {
		trimmed[i] = corev1.Container{Name: c.Name, Image: c.Image, Command: c.Command, Args: c.Args, RestartPolicy: c.RestartPolicy}
	}
	return trimmed
}

// trimEvent removes what no screen shows of an event.
func trimEvent(e *corev1.Event) { e.ReportingInstance, e.Related = "", nil }
