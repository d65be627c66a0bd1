package mutate

import (
	"encoding/base64"
	"math"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// words by the field they go into: values that are right, wrong, or right elsewhere.
var words = map[string][]string{
	"name":                          {"main", "side", "data", "a", "", "UPPER", "a.b", "a_b", "-a", "a-", "x/y", long("n", 63), long("n", 64), long("n", 253), long("n", 254), "ünï", "with space", "JOB_COMPLETION_INDEX", "1A", "A=B", "com.example/x"},
	"generateName":                  {"made-", "", "UPPER-", long("g", 60)},
	"schedule":                      {"*/5 * * * *", "@daily", "@every 1h", "", "* * * *", "60 * * * *", "TZ=UTC 0 0 * * *", "CRON_TZ=Europe/Paris 0 0 * * *", "0 0 31 2 *", "@reboot", "a b c d e", "*/0 * * * *", "0 0 * * 7"},
	"timeZone":                      {"Europe/Paris", "UTC", "", "Local", "local", "Mars/Olympus", " UTC", "/etc/passwd", "../UTC", "utc"},
	"concurrencyPolicy":             {"Allow", "Forbid", "Replace", "", "allow", "Never"},
	"completionMode":                {"NonIndexed", "Indexed", "", "indexed"},
	"podReplacementPolicy":          {"TerminatingOrFailed", "Failed", "", "Never"},
	"action":                        {"FailJob", "FailIndex", "Ignore", "Count", "", "Restart", "RestartAllContainers"},
	"operator":                      {"In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Equal", "", "equal"},
	"restartPolicy":                 {"Always", "OnFailure", "Never", "", "never"},
	"dnsPolicy":                     {"ClusterFirst", "ClusterFirstWithHostNet", "Default", "None", "", "none"},
	"imagePullPolicy":               {"Always", "IfNotPresent", "Never", "", "always"},
	"image":                         {"busybox", "busybox:1.36", " busybox", "", "UPPER/x", "a@sha256:abc", "example.com:5000/a/b:c"},
	"terminationMessagePolicy":      {"File", "FallbackToLogsOnError", "", "Nothing"},
	"protocol":                      {"TCP", "UDP", "SCTP", "", "tcp"},
	"effect":                        {"NoSchedule", "PreferNoSchedule", "NoExecute", "", "No"},
	"whenUnsatisfiable":             {"DoNotSchedule", "ScheduleAnyway", "", "Maybe"},
	"topologyKey":                   {"kubernetes.io/hostname", "topology.kubernetes.io/zone", "", "a b"},
	"fieldPath":                     {"metadata.name", "metadata.uid", "metadata.labels", "metadata.labels['a']", "metadata.annotations['A B']", "spec.nodeName", "status.podIP", "status.podIPs", "status.hostIP", "spec.x", ""},
	"resource":                      {"limits.cpu", "requests.memory", "limits.ephemeral-storage", "requests.hugepages-2Mi", "cpu", ""},
	"type":                          {"Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet", "Ready", "PodScheduled", "Initialized", "DisruptionTarget", "", "a b", "Directory", "File", "RuntimeDefault", "Localhost", "Unconfined"},
	"status":                        {"True", "False", "Unknown", "", "true"},
	"phase":                         {"Pending", "Running", "Succeeded", "Failed", "Unknown", "", "Ended"},
	"qosClass":                      {"BestEffort", "Burstable", "Guaranteed", "", "None"},
	"scheme":                        {"HTTP", "HTTPS", "", "http"},
	"procMount":                     {"Default", "Unmasked", "", "x"},
	"preemptionPolicy":              {"PreemptLowerPriority", "Never", "", "x"},
	"mountPropagation":              {"None", "HostToContainer", "Bidirectional", "", "x"},
	"recursiveReadOnly":             {"Disabled", "IfPossible", "Enabled", "", "x"},
	"path":                          {"a", "/a", "/a/../b", "../x", "a/b", "", "..data", "/", "x:y"},
	"mountPath":                     {"/data", "/tmp", "", "relative", "/a:b", "/dev/termination-log", "/var/run/secrets/kubernetes.io/serviceaccount"},
	"subPath":                       {"a", "", "/abs", "../up", "a/$(X)"},
	"subPathExpr":                   {"$(X)", "", "/abs", "../up"},
	"hostname":                      {"host", "", "UPPER", "a.b", long("h", 64)},
	"subdomain":                     {"sub", "", "a.b", "UPPER"},
	"nodeName":                      {"node-0", "", "UPPER", "a b"},
	"serviceAccountName":            {"default", "", "nobody", "UPPER"},
	"serviceAccount":                {"default", "", "nobody"},
	"priorityClassName":             {"system-node-critical", "system-cluster-critical", "", "none-such"},
	"runtimeClassName":              {"runc", "", "UPPER"},
	"schedulerName":                 {"default-scheduler", "nobody", "", "UPPER"},
	"managedBy":                     {"kubernetes.io/job-controller", "example.com/other", "", "noslash", "a b/c", "example.com/" + long("m", 64)},
	"completedIndexes":              {"0", "0-2", "1,3-5", "", "3,1", "0-", "9-1", "a", "0,0"},
	"failedIndexes":                 {"0", "0-2", "1,3-5", "", "3,1", "9"},
	"succeededIndexes":              {"0", "0-2", "1,3-5", "", "3,1", "0-", "9-1", "a", "0-99999"},
	"nominatedNodeName":             {"node-0", "", "UPPER"},
	"ip":                            {"10.0.0.1", "::1", "010.0.0.1", "", "a", "1.2.3", "::ffff:1.2.3.4"},
	"podIP":                         {"10.0.0.1", "::1", "", "a"},
	"hostIP":                        {"10.0.0.1", "127.0.0.1", "", "a", "01.2.3.4"},
	"uid":                           {"11ae5c2b-6a0f-4b07-8d0d-7a0cc1b7b0de", "", "x"},
	"resourceVersion":               {"", "1", "x"},
	"kind":                          {"Job", "Pod", "", "job", "Event"},
	"apiVersion":                    {"batch/v1", "v1", "", "a/b/c"},
	"medium":                        {"", "Memory", "HugePages", "HugePages-2Mi", "Disk"},
	"sysctl":                        {"net.ipv4.ip_local_port_range", "kernel.shm_rmid_forced", "a b"},
	"fsGroupChangePolicy":           {"Always", "OnRootMismatch", "", "x"},
	"supplementalGroupsPolicy":      {"Merge", "Strict", "", "x"},
	"seLinuxChangePolicy":           {"MountOption", "Recursive", "", "x"},
	"nodeAffinityPolicy":            {"Honor", "Ignore", "", "x"},
	"nodeTaintsPolicy":              {"Honor", "Ignore", "", "x"},
	"resizePolicy":                  {"NotRequired", "RestartContainer", "", "x"},
	"stopSignal":                    {"SIGTERM", "SIGKILL", "", "x"},
	"accessModes":                   {"ReadWriteOnce", "ReadOnlyMany", "", "x"},
	"volumeMode":                    {"Filesystem", "Block", "", "x"},
	"terminationGracePeriodSeconds": {},
	"finalizers":                    {"example.com/keep", "foregroundDeletion", "orphan", "", "noslash", "a b/c", "kubernetes"},
	"add":                           {"NET_ADMIN", "SYS_ADMIN", "CAP_SYS_ADMIN", "ALL", ""},
	"drop":                          {"ALL", "NET_RAW", ""},
	"value":                         {"x", "", "a b", "$(X)", long("v", 64), "-v", "v-", "ünï", "true", "1"},
	"pullPolicy":                    {"Always", "IfNotPresent", "Never", "", "x"},
	"reference":                     {"busybox", "", " x"},
}

var anyWord = []string{"", "x", "main", "data", "UPPER", "a b", "a/b", "a.b", "-", "ünï", "0", "None", "Always", long("w", 64), long("w", 300)}

var keys = []string{
	"a", "app", "x/y", "example.com/x", "", "UPPER", "a b", "-a", "a/b/c", "/a", "a/", "ünï", long("k", 63), long("k", 64), "UP.er/x",
	"job-name", "controller-uid", "batch.kubernetes.io/job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index",
	"container.apparmor.security.beta.kubernetes.io/main", "container.seccomp.security.alpha.kubernetes.io/main", "seccomp.security.alpha.kubernetes.io/pod",
	"controller.kubernetes.io/pod-deletion-cost", "batch.kubernetes.io/cronjob-scheduled-timestamp", "kubernetes.io/config.mirror",
	"kubernetes.io/hostname", "beta.kubernetes.io/os", "node-role.kubernetes.io/x",
}

var resources = []string{
	"cpu", "memory", "ephemeral-storage", "hugepages-2Mi", "hugepages-1Gi", "hugepages-x", "example.com/gpu", "gpu", "storage", "pods", "", "a b",
	"requests.cpu", "kubernetes.io/x", "CPU",
}

var quantities = []string{"1", "100m", "0", "-1", "2Mi", "1Gi", "3Mi", "1.5", "0.0001", "1e3", "9223372036854775807", "1E30", "", "x", "1 Gi", "5Ei"}

var times = []string{"2020-01-02T03:04:05Z", "2031-01-02T03:04:05Z", "2020-01-02T03:04:05+02:00", "0001-01-01T00:00:00Z", "", "x", "2020-01-02"}

var numbers = []int64{
	-1, 0, 1, 2, 3, 5, 10, 30, 100, 101, 420, 511, 512, 1000, 65535, 65536, 99_999, 100_000, 100_001, 1_000_001, math.MaxInt32, math.MaxInt32 + 1,
	math.MinInt32, math.MaxInt64, math.MinInt64,
}

func long(s string, n int) string { return strings.Repeat(s, n) }

var (
	quantityType = reflect.TypeFor[resource.Quantity]()
	timeType     = reflect.TypeFor[metav1.Time]()
	microType    = reflect.TypeFor[metav1.MicroTime]()
	portType     = reflect.TypeFor[intstr.IntOrString]()
)

// random draws a value of a type for a field.
func (m *mutator) random(name string, t reflect.Type, depth int) any {
	t = pointed(t)
	switch t {
	case quantityType:
		return pick(m, quantities)
	case timeType, microType:
		return pick(m, times)
	case portType:
		if m.IntN(2) == 0 {
			return pick(m, numbers)
		}
		return pick(m, []string{"http", "", "UPPER", "a b", "8080", long("p", 16)})
	}
	switch t.Kind() {
	case reflect.Struct:
		return m.randomStruct(t, depth)
	case reflect.Map:
		out := map[string]any{}
		for range m.IntN(3) {
			out[m.key(t)] = m.random("value", t.Elem(), depth+1)
		}
		return out
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return base64.StdEncoding.EncodeToString([]byte(pick(m, anyWord)))
		}
		out := []any{}
		for range 1 + m.IntN(2) {
			out = append(out, m.random(name, t.Elem(), depth+1))
		}
		return out
	case reflect.String:
		return m.word(name)
	case reflect.Bool:
		return m.IntN(2) == 0
	default:
		return pick(m, numbers)
	}
}

func (m *mutator) randomStruct(t reflect.Type, depth int) map[string]any {
	out := map[string]any{}
	fields := fieldsOf(t)
	names := sortedKeys(fields)
	if depth > 6 || len(names) == 0 {
		return out
	}
	for range 1 + m.IntN(min(3, len(names))) {
		name := pick(m, names)
		if !untouched(name) || depth > 0 {
			out[name] = m.random(name, fields[name], depth+1)
		}
	}
	if _, named := fields["name"]; named && m.IntN(4) > 0 {
		out["name"] = pick(m, []string{"main", "data", "side", "more"})
	}
	return out
}

func (m *mutator) word(name string) string {
	if list := words[name]; len(list) > 0 && m.IntN(10) < 8 {
		return pick(m, list)
	}
	return pick(m, anyWord)
}

func (m *mutator) key(t reflect.Type) string {
	if pointed(t.Elem()) == quantityType {
		return pick(m, resources)
	}
	return pick(m, keys)
}

func (m *mutator) wrongType() any {
	return pick(m, []any{"text", int64(1), true, []any{}, map[string]any{}, 1.5})
}
