package play

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

var (
	rfc3339 = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`)
	// An error about an object that could not be created has the name that the object would have had.
	uncreatedPod = regexp.MustCompile(`([Pp]ods? "[^"]+-)[bcdfghjklmnpqrstvwxz2456789]{5}"`)
	uncreatedJob = regexp.MustCompile(`jobs\.batch "([^"]+)-\d+"`)
	uuid         = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
)

// names replaces what differs from run to run: UIDs, namespace, random suffixes, minute numbers and times.
type names struct {
	start    time.Time
	by       map[string]string
	cronJobs map[string]bool
	replacer *strings.Replacer // made when needed
}

func newNames(start time.Time) names {
	return names{start: start, by: map[string]string{}, cronJobs: map[string]bool{}}
}

func (n *names) replace(old, by string) {
	if old != "" && old != by && n.by[old] != by {
		n.by[old] = by
		n.replacer = nil
	}
}

// job learns a Job's name. The name of a CronJob's Job ends in the number of a minute, a generated one in a random suffix.
func (n *names) job(job *batchv1.Job) {
	name := job.Name
	if prefix, generated := generatedPrefix(job); generated {
		name = prefix + "XXXXX"
	}
	if ref := metav1.GetControllerOf(job); ref != nil && ref.Kind == "CronJob" {
		if minute, found := strings.CutPrefix(name, ref.Name+"-"); found && isNumber(minute) {
			name = ref.Name + "-MINUTE"
		}
	}
	n.replace(job.Name, name)
	n.replace(string(job.UID), "UID("+name+")")
}

// generatedPrefix returns the prefix of a generated name. Only the first part of a long generateName fits.
func generatedPrefix(object metav1.Object) (string, bool) {
	const random = 5
	name, base := object.GetName(), object.GetGenerateName()
	if base == "" || len(name) <= random || !strings.HasPrefix(base, name[:len(name)-random]) {
		return "", false
	}
	return name[:len(name)-random], true
}

func (n *names) cronJob(cronJob *batchv1.CronJob) {
	n.cronJobs[cronJob.Name] = true
	n.replace(string(cronJob.UID), "UID("+cronJob.Name+")")
}

func (n *names) pod(pod *corev1.Pod) {
	name := n.text(pod.Name)
	if prefix, generated := generatedPrefix(pod); generated {
		name = n.text(prefix) + "XXXXX"
	}
	n.replace(pod.Name, name)
	n.replace(string(pod.UID), "UID("+name+")")
}

// text replaces all names and times in a string.
func (n *names) text(s string) string {
	if n.replacer == nil {
		// If one name is the prefix of another, the longer one must be replaced first.
		olds := make([]string, 0, len(n.by))
		for old := range n.by {
			olds = append(olds, old)
		}
		slices.SortFunc(olds, func(a, b string) int {
			if len(a) != len(b) {
				return len(b) - len(a)
			}
			return strings.Compare(a, b)
		})
		var pairs []string
		for _, old := range olds {
			pairs = append(pairs, old, n.by[old])
		}
		n.replacer = strings.NewReplacer(pairs...)
	}
	s = n.replacer.Replace(s)
	s = uncreatedPod.ReplaceAllString(s, `${1}XXXXX"`)
	s = uncreatedJob.ReplaceAllStringFunc(s, func(text string) string {
		if name := uncreatedJob.FindStringSubmatch(text)[1]; n.cronJobs[name] {
			return fmt.Sprintf("jobs.batch %q", name+"-MINUTE")
		}
		return text
	})
	s = uuid.ReplaceAllLiteralString(s, "UUID") // of an object that was never stored
	return rfc3339.ReplaceAllStringFunc(s, func(text string) string {
		t, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return text
		}
		return fmt.Sprintf("T%+d", offset(n.start, t))
	})
}

func (n *names) texts(m map[string]string) map[string]string {
	var result map[string]string
	for key, value := range m {
		if result == nil {
			result = map[string]string{}
		}
		result[n.text(key)] = n.text(value)
	}
	return result
}

// object replaces names and times in all strings of a decoded JSON value, and drops meaningless fields.
func (n *names) object(value any) any {
	switch value := value.(type) {
	case string:
		return n.text(value)
	case []any:
		result := make([]any, len(value))
		for i := range value {
			result[i] = n.object(value[i])
		}
		return result
	case map[string]any:
		result := map[string]any{}
		for key, field := range value {
			if key != "resourceVersion" && key != "managedFields" {
				result[key] = n.object(field)
			}
		}
		return result
	}
	return value
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
