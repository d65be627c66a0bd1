package kinds

import (
	"fmt"
	"net/url"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/conversion"
	"k8s.io/apimachinery/pkg/runtime"
)

// addQueryConversions registers the conversion of a query to the options of pods/log. metav1 has those of all other requests.
func addQueryConversions(scheme *runtime.Scheme) error {
	convert := func(from, into any, scope conversion.Scope) error {
		return logOptions(*from.(*url.Values), into.(*corev1.PodLogOptions), scope)
	}
	if err := scheme.AddConversionFunc((*url.Values)(nil), (*corev1.PodLogOptions)(nil), convert); err != nil {
		return fmt.Errorf("registering the options of pods/log: %w", err)
	}
	return nil
}

func logOptions(query url.Values, o *corev1.PodLogOptions, scope conversion.Scope) error {
	o.Container = query.Get("container")
	if query.Has("stream") {
		stream := query.Get("stream")
		o.Stream = &stream
	}
	for name, into := range map[string]*bool{
		"follow": &o.Follow, "previous": &o.Previous, "timestamps": &o.Timestamps,
		"insecureSkipTLSVerifyBackend": &o.InsecureSkipTLSVerifyBackend,
	} {
		if values := query[name]; len(values) > 0 {
			if err := runtime.Convert_Slice_string_To_bool(&values, into, scope); err != nil {
				return err
			}
		}
	}
	for name, into := range map[string]**int64{
		"sinceSeconds": &o.SinceSeconds, "tailLines": &o.TailLines, "limitBytes": &o.LimitBytes,
	} {
		if values := query[name]; len(values) > 0 {
			if err := runtime.Convert_Slice_string_To_Pointer_int64(&values, into, scope); err != nil {
				return err
			}
		}
	}
	if values := query["sinceTime"]; len(values) > 0 {
		return metav1.Convert_Slice_string_To_Pointer_v1_Time(&values, &o.SinceTime, scope)
	}
	return nil
}
