// Package printers lays objects out as server-side Tables, column for column what kubectl get shows of a real API server.
// It never talks to a store, and counts ages from a clock that it is given.
package printers

import (
	"context"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/duration"
	"k8s.io/apiserver/pkg/registry/rest"
)

// New returns the table printer of a resource. now tells what ages are counted from; nil prints <unknown>. Kinds without
// a table of their own, such as LimitRange, get upstream's default one: name and creation time.
func New(resource schema.GroupResource, now func() time.Time) rest.TableConvertor {
	if t, ok := tables[resource]; ok {
		return convertor{t, now}
	}
	return rest.NewDefaultTableConvertor(resource)
}

// table is the layout of a kind. cells must return as many cells as there are columns, each a string, an integer or a bool.
type table struct {
	columns []metav1.TableColumnDefinition
	cells   func(obj runtime.Object, age clock) []any
	// conditions may be nil.
	conditions func(obj runtime.Object) []metav1.TableRowCondition
}

// layout makes a table of the cells of one type.
func layout[T runtime.Object](cells func(obj T, age clock) []any, columns ...metav1.TableColumnDefinition) table {
	return table{columns: columns, cells: func(obj runtime.Object, age clock) []any {
		o, ok := obj.(T)
		if !ok {
			return nil
		}
		return cells(o, age)
	}}
}

type convertor struct {
	table
	now func() time.Time
}

// ConvertToTable lays out an object or a list. Options are *metav1.TableOptions or nil.
func (c convertor) ConvertToTable(_ context.Context, obj, options runtime.Object) (*metav1.Table, error) {
	out := &metav1.Table{}
	headers := true
	switch o := options.(type) {
	case nil:
	case *metav1.TableOptions:
		headers = o == nil || !o.NoHeaders
	default:
		return nil, fmt.Errorf("unrecognized type %T for table options, can't display tabular output", options)
	}
	if headers {
		out.ColumnDefinitions = c.columns
	}
	age := clock{}
	if c.now != nil {
		age.now = c.now()
	}
	if list, err := meta.ListAccessor(obj); err == nil {
		out.ResourceVersion, out.Continue = list.GetResourceVersion(), list.GetContinue()
		out.RemainingItemCount = list.GetRemainingItemCount()
		out.Rows = make([]metav1.TableRow, 0, meta.LenList(obj))
		err := meta.EachListItem(obj, func(item runtime.Object) error { return c.add(out, item, age) })
		return out, err
	}
	if m, err := meta.CommonAccessor(obj); err == nil {
		out.ResourceVersion = m.GetResourceVersion()
	}
	return out, c.add(out, obj, age)
}

func (c convertor) add(out *metav1.Table, obj runtime.Object, age clock) error {
	cells := c.cells(obj, age)
	if cells == nil {
		return fmt.Errorf("laying out a table: a %T is not of this resource", obj)
	}
	row := metav1.TableRow{Cells: cells, Object: runtime.RawExtension{Object: obj}}
	if c.conditions != nil {
		row.Conditions = c.conditions(obj)
	}
	out.Rows = append(out.Rows, row)
	return nil
}

// clock prints how long ago something was.
type clock struct{ now time.Time }

func (c clock) since(t time.Time) string {
	if t.IsZero() || c.now.IsZero() {
		return "<unknown>"
	}
	return duration.HumanDuration(c.now.Sub(t))
}

func (c clock) of(m metav1.Object) string { return c.since(m.GetCreationTimestamp().Time) }

// Columns. Wide ones are for kubectl get -o wide.

func column(name, kind, description string) metav1.TableColumnDefinition {
	return metav1.TableColumnDefinition{Name: name, Type: kind, Description: description}
}

func text(name, description string) metav1.TableColumnDefinition {
	return column(name, "string", description)
}

func wide(name, description string) metav1.TableColumnDefinition {
	c := text(name, description)
	c.Priority = 1
	return c
}

var (
	nameColumn = metav1.TableColumnDefinition{
		Name: "Name", Type: "string", Format: "name", Description: metav1.ObjectMeta{}.SwaggerDoc()["name"],
	}
	ageColumn = text("Age", metav1.ObjectMeta{}.SwaggerDoc()["creationTimestamp"])
)

func orNone(s string) string {
	if s == "" {
		return "<none>"
	}
	return s
}

func orUnknown(s string) string {
	if s == "" {
		return "<unknown>"
	}
	return s
}
