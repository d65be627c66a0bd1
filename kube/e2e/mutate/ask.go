package mutate

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// Request is one that both planes get. ${…} in its object stands for what a plane drew when it stored an object: see Template.
type Request struct {
	Method, Path string
	Object       map[string]any
}

// Server answers requests.
type Server struct {
	host   string
	client http.Client
	// drawn are the uids and the names of volumes that the server gave to stored objects, by what stands for them.
	drawn map[string]string
}

// NewServer reaches an API server.
func NewServer(config *rest.Config) (*Server, error) {
	transport, err := rest.TransportFor(config)
	if err != nil {
		return nil, err
	}
	return &Server{host: config.Host, client: http.Client{Transport: transport}, drawn: map[string]string{}}, nil
}

// Ask returns the answer to a request in a form that is the same for two servers that agree: what servers draw or read from
// the clock is left out, and what comes in no order is sorted.
func (s *Server) Ask(ctx context.Context, r Request) (Answer, error) {
	code, header, raw, err := s.send(ctx, r)
	if err != nil {
		if strings.Contains(err.Error(), "INTERNAL_ERROR") {
			return Answer{Reason: Dropped}, nil
		}
		return Answer{}, err
	}
	answer := Answer{Code: code, Warnings: slices.Sorted(slices.Values(header.Values("Warning")))}
	if err := json.Unmarshal(raw, &answer.Object); err != nil {
		answer.Message = string(raw)
		return answer, nil
	}
	answer.normalize(s.drawn, generated(r.Object))
	return answer, nil
}

// Do sends a request that must succeed, and returns the object.
func (s *Server) Do(ctx context.Context, r Request) (map[string]any, error) {
	code, _, raw, err := s.send(ctx, r)
	if err != nil {
		return nil, err
	}
	if code >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s %s: %d %s", r.Method, r.Path, code, raw)
	}
	var object map[string]any
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, err
	}
	return integers(object).(map[string]any), nil
}

// Template remembers what the server drew for an object that it stored, and returns the object with placeholders for that and
// without what every write changes.
func (s *Server) Template(object map[string]any, name string) map[string]any {
	meta, _ := object["metadata"].(map[string]any)
	for _, field := range []string{"managedFields", "resourceVersion", "creationTimestamp"} {
		delete(meta, field)
	}
	raw, _ := json.Marshal(object) //nolint:errchkjson // it came as JSON
	text := string(raw)
	remember := func(what, drawn string) {
		placeholder := "${" + what + " of " + name + "}"
		s.drawn[placeholder] = drawn
		text = strings.ReplaceAll(text, drawn, placeholder)
	}
	if uid, _ := meta["uid"].(string); uid != "" {
		remember("uid", uid)
	}
	if volume := drawnVolume.FindString(text); volume != "" {
		remember("volume", volume)
	}
	var out map[string]any
	_ = json.Unmarshal([]byte(text), &out)
	return integers(out).(map[string]any)
}

func (s *Server) send(ctx context.Context, r Request) (code int, header http.Header, body []byte, err error) {
	sent, err := json.Marshal(r.Object)
	if err != nil {
		return 0, nil, nil, err
	}
	for placeholder, drawn := range s.drawn {
		sent = bytes.ReplaceAll(sent, []byte(placeholder), []byte(drawn))
	}
	request, err := http.NewRequestWithContext(ctx, r.Method, s.host+r.Path, bytes.NewReader(sent))
	if err != nil {
		return 0, nil, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("%s %s: %w", r.Method, r.Path, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err = io.ReadAll(response.Body)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("read the answer to %s %s: %w", r.Method, r.Path, err)
	}
	return response.StatusCode, response.Header, body, nil
}

// Dropped is the reason of no answer: the server panicked.
const Dropped = "Dropped"

// Answer is what a server made of a request.
type Answer struct {
	Code     int            `json:"code"`
	Reason   string         `json:"reason,omitempty"`
	Message  string         `json:"message,omitempty"`
	Causes   []string       `json:"causes,omitempty"`
	Warnings []string       `json:"warnings,omitempty"`
	Object   map[string]any `json:"object,omitempty"`
}

func (a *Answer) normalize(known map[string]string, generated *regexp.Regexp) {
	raw, _ := json.Marshal(a) //nolint:errchkjson // it came as JSON
	text := string(raw)
	if meta, ok := a.Object["metadata"].(map[string]any); ok {
		if own, ok := meta["uid"].(string); ok && own != "" {
			text = strings.ReplaceAll(text, own, "UID")
		}
	}
	for placeholder, drawn := range known {
		text = strings.ReplaceAll(text, drawn, placeholder)
	}
	if generated != nil {
		text = generated.ReplaceAllString(text, "GENERATED")
	}
	text = uuid.ReplaceAllString(text, "UUID")
	text = drawnVolume.ReplaceAllString(text, "kube-api-access-DRAWN")
	text = recent().ReplaceAllString(text, "NOW")
	*a = Answer{}
	_ = json.Unmarshal([]byte(text), a)
	if a.Object["kind"] == "Status" {
		a.status()
		return
	}
	if meta, ok := a.Object["metadata"].(map[string]any); ok {
		for _, field := range []string{"managedFields", "resourceVersion", "uid", "creationTimestamp"} {
			delete(meta, field)
		}
	}
}

// generated matches the name that a server makes up for an object, where it has to.
func generated(object map[string]any) *regexp.Regexp {
	meta, _ := object["metadata"].(map[string]any)
	base, _ := meta["generateName"].(string)
	if base == "" {
		return nil
	}
	const longest = 58
	return regexp.MustCompile(regexp.QuoteMeta(base[:min(len(base), longest)]) + "[bcdfghjklmnpqrstvwxz2456789]{5}")
}

// uuid matches what servers draw for objects that they do not store.
var uuid = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// drawnVolume is the name of a volume that admission makes up.
var drawnVolume = regexp.MustCompile(`kube-api-access-[a-z0-9]{5}`)

// recent matches times of today and the days around it.
func recent() *regexp.Regexp {
	var days []string
	for _, offset := range []int{-1, 0, 1} {
		days = append(days, time.Now().UTC().AddDate(0, 0, offset).Format(time.DateOnly))
	}
	return regexp.MustCompile(`(` + strings.Join(days, "|") + `)T[0-9:.]+Z`)
}

// status takes a Status apart. What validation finds in a map comes in any order.
func (a *Answer) status() {
	raw, _ := json.Marshal(a.Object) //nolint:errchkjson // it came as JSON
	var status metav1.Status
	_ = json.Unmarshal(raw, &status)
	a.Object = nil
	a.Reason = string(status.Reason)
	a.Message = spaces(status.Message)
	if status.Details != nil {
		for _, c := range status.Details.Causes {
			a.Causes = append(a.Causes, string(c.Type)+" "+c.Field+": "+spaces(c.Message))
		}
		slices.Sort(a.Causes)
		if len(a.Causes) > 1 {
			a.Message = unordered(a.Message)
		}
	}
}

// unordered sorts the words of a message: where several things are wrong, they come in any order.
func unordered(message string) string {
	words := strings.FieldsFunc(message, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",[]", r) })
	slices.Sort(words)
	return strings.Join(words, " ")
}

// spaces evens out those that go-cmp draws.
func spaces(message string) string { return strings.Join(strings.Fields(message), " ") }
