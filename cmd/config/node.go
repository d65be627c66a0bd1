package config

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// kindOf says in words what a node of YAML is.
func kindOf(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	switch node.ShortTag() {
	case "!!str":
		return "text"
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	case "!!null":
		return "nothing"
	}
	return "of the type " + node.ShortTag()
}

func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" }

// cutKey splits a path of keys into its section, "" for none, and its last key.
func cutKey(path string) (section, last string) {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return "", path
}

func lastKey(path string) string {
	_, last := cutKey(path)
	return last
}

func joinKey(section, name string) string {
	if section == "" {
		return name
	}
	return section + "." + name
}
