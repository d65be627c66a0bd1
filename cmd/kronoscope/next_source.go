package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/tui/display"
)

// subject is a schedule, and the CronJob that it comes from if it does.
type subject struct {
	namespace, name string
	suspended       bool
	schedule        cron.Schedule
	object          *batchv1.CronJob // nil when the schedule is given as text
	refused         []cron.Warning   // why an API server would not take it
	now             time.Time        // on the cluster that it is of; zero for one of none
}

// getTimeout bounds the one request to a cluster.
const getTimeout = 15 * time.Second

// cronJobNames are how the kind may be written before a name.
var cronJobNames = []string{"cronjob", "cronjobs", "cj", "cronjob.batch", "cronjobs.batch"}

// subjects are the schedules that arguments and flags ask for; never none.
func (n *nextFlags) subjects(ctx context.Context, f *flags, args []string, in io.Reader) ([]subject, error) {
	if _, err := zoneOf(n.zone); err != nil {
		return nil, fmt.Errorf("--tz: %w", err)
	}
	if len(n.files) > 0 {
		return n.fromFiles(ctx, f, in)
	}
	text, err := joined(args)
	switch {
	case err != nil:
		return nil, err
	case text == "":
		return nil, errors.New("next of what? Give a schedule such as '0 2 * * *', cronjob/NAME or -f FILE")
	}
	if name, ok := cutCronJob(text); ok {
		if err := checkName(name, args); err != nil {
			return nil, err
		}
		return n.fromCluster(ctx, f, name)
	}
	if namesFile(text) {
		return nil, fmt.Errorf("%s is no schedule: the CronJobs of a file are told with -f %[1]s", display.Clean(text))
	}
	schedule, err := n.parse(text, "")
	if err != nil {
		return nil, err
	}
	return []subject{{schedule: schedule}}, nil
}

// namesFile says that what should be a schedule is the name of a manifest.
func namesFile(text string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(text))) && !strings.ContainsAny(text, " \t\n")
}

// maxFields is how many words the longest schedule has, with a zone before its five fields.
const maxFields = 6

// joined is the schedule in arguments: five fields that the shell left alone will do without quotes.
func joined(args []string) (string, error) {
	if len(args) > maxFields {
		return "", fmt.Errorf("a schedule has five fields, not %d: write it in quotes, as in '0 2 * * *', for a shell puts the names of files in place of *", len(args))
	}
	return strings.Join(args, " "), nil
}

// cutCronJob is the name in cronjob/NAME.
func cutCronJob(text string) (name string, ok bool) {
	kind, name, ok := strings.Cut(text, "/")
	return name, ok && slices.ContainsFunc(cronJobNames, func(known string) bool { return strings.EqualFold(kind, known) })
}

// checkName refuses what can be no name of a CronJob before a cluster is asked for it.
func checkName(name string, args []string) error {
	switch {
	case len(args) > 1:
		return fmt.Errorf("one CronJob is asked for at a time, not %s", display.Clean(strings.Join(args, " ")))
	case name == "":
		return errors.New("cronjob/ of which name?")
	case len(validation.IsDNS1123Subdomain(name)) > 0:
		return fmt.Errorf("cronjob/%s: no CronJob can have that name", display.Clean(name))
	}
	return nil
}

// zoneOf is a zone by its name, UTC for none.
func zoneOf(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("unknown time zone %q", name)
	}
	return loc, nil
}

// parse reads a schedule in the zone of the flag, or else in the one given, or UTC.
func (n *nextFlags) parse(text, zone string) (cron.Schedule, error) {
	loc, err := zoneOf(cmp.Or(n.zone, zone))
	if err != nil {
		return cron.Schedule{}, err
	}
	schedule, err := cron.Parse(text, loc)
	if err == nil {
		return schedule, nil
	}
	if problem := cron.Check(text); problem != nil { // in words for who wrote it, not the parser's
		err = fmt.Errorf("schedule %q: %s", text, problem.Text)
	}
	return cron.Schedule{}, errors.New(display.Clean(err.Error()))
}

func (n *nextFlags) fromCronJob(c *batchv1.CronJob) (subject, error) {
	schedule, err := n.parse(c.Spec.Schedule, ptr.Deref(c.Spec.TimeZone, ""))
	if err != nil {
		return subject{}, err
	}
	if last := cmp.Or(c.Status.LastScheduleTime, &c.CreationTimestamp); !last.IsZero() {
		schedule = schedule.Anchored(last.Time)
	}
	return subject{
		namespace: c.Namespace, name: c.Name, suspended: ptr.Deref(c.Spec.Suspend, false), schedule: schedule, object: c,
	}, nil
}

// fromFiles reads the CronJobs of manifests. One that the API refuses has its schedule told nevertheless, as far as it can be read.
func (n *nextFlags) fromFiles(ctx context.Context, f *flags, in io.Reader) (subjects []subject, err error) {
	documents, problems := manifest.Read(in, n.files...)
	refused, err := refusals(ctx, f, documents)
	if err != nil {
		return nil, err
	}
	for _, doc := range documents {
		cronJob, ok := doc.Object.(*batchv1.CronJob)
		if !ok || !f.looksAt(cronJob) {
			continue
		}
		s, err := n.fromCronJob(cronJob)
		if err != nil {
			problems = append(problems, manifest.Problem{Place: doc.Place, Text: err.Error()})
			continue
		}
		for _, p := range refused {
			if p.Place == doc.Place {
				s.refused = append(s.refused, refusal(p))
			}
		}
		subjects = append(subjects, s)
	}
	switch {
	case len(problems) > 0:
		return nil, complaint(problems)
	case len(subjects) == 0:
		return nil, f.noCronJob(n.files)
	}
	return subjects, nil
}

func (n *nextFlags) fromCluster(ctx context.Context, f *flags, name string) ([]subject, error) {
	if f.cluster.AllNamespaces {
		return nil, errors.New("--all-namespaces: a CronJob has one namespace, see --namespace")
	}
	cluster, err := kube.Connect(f.cluster)
	switch {
	case errors.Is(err, kube.ErrNoKubeconfig):
		return nil, &exitError{exitUnreachable, fmt.Errorf("cronjob/%s: there is no kubeconfig, so no cluster to ask", name)}
	case err != nil:
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, getTimeout)
	defer cancel()
	namespace := cmp.Or(cluster.Namespace, metav1.NamespaceDefault)
	cronJob, err := cluster.Client.BatchV1().CronJobs(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		code := exitUnreachable
		if apierrors.IsNotFound(err) {
			code = exitFailed
		}
		err = fmt.Errorf("reading cronjob %s/%s of context %s: %s", namespace, name, cluster.Context, display.Clean(err.Error()))
		return nil, &exitError{code, err}
	}
	s, err := n.fromCronJob(cronJob)
	if err != nil {
		return nil, fmt.Errorf("cronjob %s/%s: %w", namespace, name, err)
	}
	s.now = cluster.Now()
	return []subject{s}, nil
}
