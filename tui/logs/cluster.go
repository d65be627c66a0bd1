package logs

import (
	"context"
	"fmt"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/logs"
)

// FromCluster returns an [Open] that reads from a cluster.
func FromCluster(cluster *kube.Cluster) Open {
	return func(ctx context.Context, target Target) (Feed, error) {
		opts := logs.Options{Follow: !target.Previous, Previous: target.Previous, TailLines: target.Tail, Since: target.Since}
		if target.Pod != "" {
			return clusterFeed{logs.OfPod(ctx, cluster, kube.Key{Namespace: target.Job.Namespace, Name: target.Pod}, opts)}, nil
		}
		return clusterFeed{logs.OfJob(ctx, cluster, target.Job, opts)}, nil
	}
}

type clusterFeed struct{ stream *logs.Stream }

func (f clusterFeed) Next() (Batch, error) {
	in, err := f.stream.Next(context.Background()) // ends with the context of the stream
	out := Batch{Notices: in.Notices, Lines: make([]RawLine, len(in.Lines))}
	for i, l := range in.Lines {
		out.Lines[i] = RawLine{
			Container: Container{Pod: l.Source.Pod, Name: l.Source.Container, Index: l.Source.Index},
			Time:      l.Time, Text: l.Text,
		}
		if l.Cut > 0 {
			out.Lines[i].Text = fmt.Appendf(append([]byte(nil), l.Text...), " … (%d bytes more)", l.Cut)
		}
	}
	return out, err
}

// Close ends the streams in the background: waiting for them could block the event loop.
func (f clusterFeed) Close() { go f.stream.Close() }
