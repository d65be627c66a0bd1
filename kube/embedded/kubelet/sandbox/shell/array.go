package shell

import (
	"maps"
	"slices"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/script"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
)

const maxElements = 100_000

// arrayAssignment carries out name=(a b [5]=c) and name+=(d).
func (s *Shell) arrayAssignment(as *syntax.Assign, old expand.Variable) error {
	if old.Kind == expand.Associative || script.HasKeys(as.Array) {
		return s.mapAssignment(as, old)
	}
	v := expand.Variable{Set: true, Kind: expand.Indexed, List: []string{}}
	if as.Append {
		if old.Kind == expand.Indexed {
			v.List, v.Indexes = slices.Clone(old.List), slices.Clone(old.Indexes)
		} else if old.Set {
			v.List = []string{old.String()}
		}
	}
	for _, el := range as.Array.Elems {
		if el.Index == nil {
			items, err := s.fields(el.Value)
			if err != nil {
				return err
			}
			for _, item := range items {
				v = variables.SetElement(v, variables.NextIndex(v), item)
			}
		} else {
			i, err := s.arithm(el.Index)
			if err != nil {
				return err
			}
			item, err := s.literal(el.Value)
			if err != nil {
				return err
			}
			if i >= 0 {
				v = variables.SetElement(v, i, item)
			}
		}
		if len(v.List) > maxElements {
			s.p.ExceedMemory("a large array")
		}
	}
	s.p.Step(len(v.List) / 64)
	return s.Assign(as.Name.Value, v)
}

func (s *Shell) mapAssignment(as *syntax.Assign, old expand.Variable) error {
	v := expand.Variable{Set: true, Kind: expand.Associative, Map: map[string]string{}}
	if as.Append && old.Map != nil {
		v.Map = maps.Clone(old.Map)
	}
	for _, el := range as.Array.Elems {
		w, ok := el.Index.(*syntax.Word)
		if !ok {
			continue
		}
		key, err := s.literal(w)
		if err != nil {
			return err
		}
		if v.Map[key], err = s.literal(el.Value); err != nil {
			return err
		}
	}
	return s.Assign(as.Name.Value, v)
}

func (s *Shell) elementAssignment(as *syntax.Assign, old expand.Variable) error {
	value, err := s.literal(as.Value)
	if err != nil {
		return err
	}
	if old.Kind == expand.Associative {
		w, ok := as.Index.(*syntax.Word)
		if !ok {
			return nil
		}
		key, err := s.literal(w)
		if err != nil {
			return err
		}
		v := old
		v.Set, v.Map = true, maps.Clone(old.Map)
		if v.Map == nil {
			v.Map = map[string]string{}
		}
		if as.Append {
			value = v.Map[key] + value
		}
		v.Map[key] = value
		return s.Assign(as.Name.Value, v)
	}
	i, err := s.arithm(as.Index)
	if err != nil || i < 0 {
		return err
	}
	v := expand.Variable{Set: true, Kind: expand.Indexed}
	if old.Kind == expand.Indexed {
		v.List, v.Indexes = slices.Clone(old.List), slices.Clone(old.Indexes)
	} else if old.Set {
		v.List = []string{old.String()}
	}
	if len(v.List) >= maxElements {
		s.p.ExceedMemory("a large array")
	}
	s.p.Step(len(v.List) / 64)
	return s.Assign(as.Name.Value, variables.SetElement(v, i, value))
}
