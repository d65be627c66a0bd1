package validate

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func containers(e *errs, p *field.Path, pod *podContext) {
	if len(pod.Containers) == 0 {
		e.required(p, "")
		return
	}
	for i := range pod.Containers {
		c, at := &pod.Containers[i], p.Index(i)
		container(e, at, c, pod)
		for j := range i {
			if pod.Containers[j].Name == c.Name {
				e.duplicate(at.Child("name"), c.Name)
				break
			}
		}
		lifecycleAndProbes(e, at, c, pod)
		restartRules(e, at, c)
	}
	hostPortConflicts(e, pod.Containers, func(i int) *field.Path { return p.Index(i) })
}

func initContainers(e *errs, p *field.Path, pod *podContext) {
	seen := make(map[string]bool, len(pod.Containers)+len(pod.InitContainers))
	for i := range pod.Containers {
		seen[pod.Containers[i].Name] = true
	}
	for i := range pod.InitContainers {
		c, at := &pod.InitContainers[i], p.Index(i)
		sidecar := c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
		container(e, at, c, pod)
		restartRules(e, at, c)
		if seen[c.Name] {
			e.duplicate(at.Child("name"), c.Name)
		}
		seen[c.Name] = c.Name != ""
		// Init containers run one by one: their ports conflict with nobody else's. Upstream counts from 0 here.
		hostPortConflicts(e, pod.InitContainers[i:i+1], func(int) *field.Path { return p.Index(0) })
		if sidecar {
			lifecycleAndProbes(e, at, c, pod)
			continue
		}
		notForInit := func(child string, set bool) {
			if set {
				e.forbidden(at.Child(child), "may not be set for init containers without restartPolicy=Always")
			}
		}
		notForInit("lifecycle", c.Lifecycle != nil)
		notForInit("livenessProbe", c.LivenessProbe != nil)
		notForInit("readinessProbe", c.ReadinessProbe != nil)
		notForInit("startupProbe", c.StartupProbe != nil)
		for j := range c.ResizePolicy {
			if c.ResizePolicy[j].RestartPolicy == corev1.RestartContainer {
				e.invalid(at.Child("resizePolicy").Index(j).Child("restartPolicy"), corev1.RestartContainer,
					"must not be set to 'RestartContainer' for non-sidecar initContainers")
			}
		}
	}
}

func ephemeralContainers(e *errs, p *field.Path, pod *podContext) {
	others := make(map[string]bool)
	for i := range pod.Containers {
		others[pod.Containers[i].Name] = true
	}
	for i := range pod.InitContainers {
		others[pod.InitContainers[i].Name] = true
	}
	seen := make(map[string]bool)
	for i := range pod.EphemeralContainers {
		ec, at := &pod.EphemeralContainers[i], p.Index(i)
		c := (*corev1.Container)(&ec.EphemeralContainerCommon)
		container(e, at, c, pod)
		imageSpace(e, at, c)
		if others[ec.Name] || seen[ec.Name] {
			e.duplicate(at.Child("name"), ec.Name)
		}
		seen[ec.Name] = true
		if ec.TargetContainerName != "" && !others[ec.TargetContainerName] {
			e.notFound(at.Child("targetContainerName"), ec.TargetContainerName)
		}
		onlyForOthers(e, at, c)
		for j := range ec.VolumeMounts {
			if ec.VolumeMounts[j].SubPath != "" {
				e.forbidden(at.Child("volumeMounts").Index(j).Child("subPath"), "cannot be set for an Ephemeral Container")
			}
			if ec.VolumeMounts[j].SubPathExpr != "" {
				e.forbidden(at.Child("volumeMounts").Index(j).Child("subPathExpr"), "cannot be set for an Ephemeral Container")
			}
		}
	}
}

// onlyForOthers refuses what a pod's service may depend on in an ephemeral container, in the order of the fields.
func onlyForOthers(e *errs, p *field.Path, c *corev1.Container) {
	for _, f := range []struct {
		child string
		set   bool
	}{
		{"ports", c.Ports != nil},
		{"resources", c.Resources.Limits != nil || c.Resources.Requests != nil || c.Resources.Claims != nil},
		{"resizePolicy", c.ResizePolicy != nil},
		{"restartPolicy", c.RestartPolicy != nil},
		{"restartPolicyRules", c.RestartPolicyRules != nil},
		{"livenessProbe", c.LivenessProbe != nil},
		{"readinessProbe", c.ReadinessProbe != nil},
		{"startupProbe", c.StartupProbe != nil},
		{"lifecycle", c.Lifecycle != nil},
	} {
		if f.set {
			e.forbidden(p.Child(f.child), "cannot be set for an Ephemeral Container")
		}
	}
}

// container checks what all kinds of containers share.
func container(e *errs, p *field.Path, c *corev1.Container, pod *podContext) {
	if c.Name == "" {
		e.required(p.Child("name"), "")
	} else {
		dnsLabel(e, p, "name", c.Name)
	}
	if c.Image == "" {
		e.required(p.Child("image"), "")
	}
	oneOfRequired(e, p, "terminationMessagePolicy", c.TerminationMessagePolicy,
		corev1.TerminationMessageReadFile, corev1.TerminationMessageFallbackToLogsOnError)
	ports(e, p, c.Ports)
	env(e, p, c.Env)
	if len(c.EnvFrom) > 0 {
		envFrom(e, p, c.EnvFrom)
	}
	volumeMounts(e, p, c, pod)
	volumeDevices(e, p, c, pod)
	oneOfRequired(e, p, "imagePullPolicy", c.ImagePullPolicy, corev1.PullAlways, corev1.PullIfNotPresent, corev1.PullNever)
	if r := &c.Resources; len(r.Limits)+len(r.Requests)+len(r.Claims) > 0 {
		resources(e, p.Child("resources"), r, containerResourceName, pod.PodSpec)
	}
	resizePolicy(e, p, c.ResizePolicy, pod.RestartPolicy)
	if c.SecurityContext != nil {
		containerSecurity(e, p.Child("securityContext"), c.SecurityContext, pod.hostUsers())
	}
}

// imageSpace is only checked in pods: templates have got away with it.
func imageSpace(e *errs, p *field.Path, c *corev1.Container) {
	if len(c.Image) != len(strings.TrimSpace(c.Image)) {
		e.invalid(p.Child("image"), c.Image, "must not have leading or trailing whitespace")
	}
}

func ports(e *errs, p *field.Path, list []corev1.ContainerPort) {
	if len(list) == 0 {
		return
	}
	seen := make(map[string]bool, len(list))
	for i := range list {
		port, at := &list[i], p.Child("ports").Index(i)
		if port.Name != "" {
			if msgs := validation.IsValidPortName(port.Name); len(msgs) > 0 {
				e.each(at.Child("name"), port.Name, msgs)
			} else if seen[port.Name] {
				e.duplicate(at.Child("name"), port.Name)
			}
			seen[port.Name] = true
		}
		if port.ContainerPort == 0 {
			e.required(at.Child("containerPort"), "")
		} else {
			e.each(at.Child("containerPort"), port.ContainerPort, validation.IsValidPortNum(int(port.ContainerPort)))
		}
		if port.HostPort != 0 {
			e.each(at.Child("hostPort"), port.HostPort, validation.IsValidPortNum(int(port.HostPort)))
		}
		oneOfRequired(e, at, "protocol", port.Protocol, corev1.ProtocolSCTP, corev1.ProtocolTCP, corev1.ProtocolUDP)
	}
}

func hostPortConflicts(e *errs, list []corev1.Container, at func(i int) *field.Path) {
	var seen map[string]bool
	for i := range list {
		for j, port := range list[i].Ports {
			if port.HostPort == 0 {
				continue
			}
			key := fmt.Sprintf("%s/%s/%d", port.Protocol, port.HostIP, port.HostPort)
			if seen[key] {
				e.duplicate(at(i).Child("ports").Index(j).Child("hostPort"), key)
			}
			if seen == nil {
				seen = make(map[string]bool)
			}
			seen[key] = true
		}
	}
}

func resizePolicy(e *errs, p *field.Path, list []corev1.ContainerResizePolicy, pod corev1.RestartPolicy) {
	at := func() *field.Path { return p.Child("resizePolicy") }
	for i := range list {
		for j := range i {
			if list[j].ResourceName == list[i].ResourceName {
				e.duplicate(at().Index(i), list[i].ResourceName)
				break
			}
		}
		oneOfRequired(e, p, "resizePolicy", list[i].ResourceName, corev1.ResourceCPU, corev1.ResourceMemory)
		oneOfRequired(e, p, "resizePolicy", list[i].RestartPolicy, corev1.NotRequired, corev1.RestartContainer)
		if pod == corev1.RestartPolicyNever && list[i].RestartPolicy != corev1.NotRequired {
			e.invalid(at(), list[i].RestartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'")
		}
	}
}

// restartRules checks a container's own restart policy and its rules by exit code.
func restartRules(e *errs, p *field.Path, c *corev1.Container) {
	if c.RestartPolicy != nil {
		oneOf(e, p, "restartPolicy", *c.RestartPolicy, corev1.ContainerRestartPolicyAlways, corev1.ContainerRestartPolicyNever, corev1.ContainerRestartPolicyOnFailure)
	} else if len(c.RestartPolicyRules) > 0 {
		e.required(p.Child("restartPolicy"), "must specify restartPolicy when restart rules are used")
	}
	tooMany(e, p, "restartPolicyRules", len(c.RestartPolicyRules), 20)
	for i := range c.RestartPolicyRules {
		rule, at := &c.RestartPolicyRules[i], p.Child("restartPolicyRules").Index(i)
		oneOf(e, at, "action", rule.Action, corev1.ContainerRestartRuleActionRestart, corev1.ContainerRestartRuleActionRestartAllContainers)
		if rule.ExitCodes == nil {
			e.required(at.Child("exitCodes"), "must be specified")
			continue
		}
		oneOf(e, at.Child("exitCodes"), "operator", rule.ExitCodes.Operator, corev1.ContainerRestartRuleOnExitCodesOpIn, corev1.ContainerRestartRuleOnExitCodesOpNotIn)
		tooMany(e, at.Child("exitCodes"), "values", len(rule.ExitCodes.Values), 255)
	}
}
