package printers

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// tables are the kinds that have one, by resource.
var tables = map[schema.GroupResource]table{
	batchv1.Resource("jobs"): layout(jobCells,
		nameColumn, text("Status", "Status of the job."), text("Completions", batchv1.JobStatus{}.SwaggerDoc()["succeeded"]),
		text("Duration", "Time required to complete the job."), ageColumn,
		wide("Containers", "Names of each container in the template."), wide("Images", "Images referenced by each container in the template."),
		wide("Selector", batchv1.JobSpec{}.SwaggerDoc()["selector"])),
	batchv1.Resource("cronjobs"): layout(cronJobCells,
		nameColumn, text("Schedule", batchv1.CronJobSpec{}.SwaggerDoc()["schedule"]), text("Timezone", batchv1.CronJobSpec{}.SwaggerDoc()["timeZone"]),
		column("Suspend", "boolean", batchv1.CronJobSpec{}.SwaggerDoc()["suspend"]), column("Active", "integer", batchv1.CronJobStatus{}.SwaggerDoc()["active"]),
		text("Last Schedule", batchv1.CronJobStatus{}.SwaggerDoc()["lastScheduleTime"]), ageColumn,
		wide("Containers", "Names of each container in the template."), wide("Images", "Images referenced by each container in the template."),
		wide("Selector", batchv1.JobSpec{}.SwaggerDoc()["selector"])),
	corev1.Resource("pods"): withConditions(podConditions, layout(podCells,
		nameColumn, text("Ready", "The aggregate readiness state of this pod for accepting traffic."),
		text("Status", "The aggregate status of the containers in this pod."),
		text("Restarts", "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted."), ageColumn,
		wide("IP", corev1.PodStatus{}.SwaggerDoc()["podIP"]), wide("Node", corev1.PodSpec{}.SwaggerDoc()["nodeName"]),
		wide("Nominated Node", corev1.PodStatus{}.SwaggerDoc()["nominatedNodeName"]), wide("Readiness Gates", corev1.PodSpec{}.SwaggerDoc()["readinessGates"]))),
	corev1.Resource("events"): layout(eventCells,
		text("Last Seen", corev1.Event{}.SwaggerDoc()["lastTimestamp"]), text("Type", corev1.Event{}.SwaggerDoc()["type"]),
		text("Reason", corev1.Event{}.SwaggerDoc()["reason"]), text("Object", corev1.Event{}.SwaggerDoc()["involvedObject"]),
		wide("Subobject", corev1.ObjectReference{}.SwaggerDoc()["fieldPath"]), wide("Source", corev1.Event{}.SwaggerDoc()["source"]),
		text("Message", corev1.Event{}.SwaggerDoc()["message"]), wide("First Seen", corev1.Event{}.SwaggerDoc()["firstTimestamp"]),
		wide("Count", corev1.Event{}.SwaggerDoc()["count"]), wideName),
	corev1.Resource("namespaces"): layout(namespaceCells, nameColumn, text("Status", "The status of the namespace"), ageColumn),
	corev1.Resource("nodes"): layout(nodeCells,
		nameColumn, text("Status", "The status of the node"), text("Roles", "The roles of the node"), ageColumn,
		text("Version", corev1.NodeSystemInfo{}.SwaggerDoc()["kubeletVersion"]),
		wide("Internal-IP", corev1.NodeStatus{}.SwaggerDoc()["addresses"]), wide("External-IP", corev1.NodeStatus{}.SwaggerDoc()["addresses"]),
		wide("OS-Image", corev1.NodeSystemInfo{}.SwaggerDoc()["osImage"]), wide("Kernel-Version", corev1.NodeSystemInfo{}.SwaggerDoc()["kernelVersion"]),
		wide("Container-Runtime", corev1.NodeSystemInfo{}.SwaggerDoc()["containerRuntimeVersion"])),
	corev1.Resource("configmaps"): layout(configMapCells, nameColumn, text("Data", corev1.ConfigMap{}.SwaggerDoc()["data"]), ageColumn),
	corev1.Resource("secrets"): layout(secretCells,
		nameColumn, text("Type", corev1.Secret{}.SwaggerDoc()["type"]), text("Data", corev1.Secret{}.SwaggerDoc()["data"]), ageColumn),
	corev1.Resource("serviceaccounts"): layout(serviceAccountCells, nameColumn, ageColumn),
	corev1.Resource("resourcequotas"): layout(quotaCells,
		nameColumn, text("Request", "Request represents a minimum amount of cpu/memory that a container may consume."),
		text("Limit", "Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node."), ageColumn),
	corev1.Resource("persistentvolumeclaims"): layout(claimCells,
		nameColumn, text("Status", corev1.PersistentVolumeClaimStatus{}.SwaggerDoc()["phase"]),
		text("Volume", corev1.PersistentVolumeClaimSpec{}.SwaggerDoc()["volumeName"]), text("Capacity", corev1.PersistentVolumeClaimStatus{}.SwaggerDoc()["capacity"]),
		text("Access Modes", corev1.PersistentVolumeClaimStatus{}.SwaggerDoc()["accessModes"]), text("StorageClass", "StorageClass of the pvc"),
		text("VolumeAttributesClass", "VolumeAttributesClass of the pvc"), ageColumn, wide("VolumeMode", corev1.PersistentVolumeClaimSpec{}.SwaggerDoc()["volumeMode"])),
}
