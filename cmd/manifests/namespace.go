package manifests

func InNamespace(name string) string {
	if name == "" {
		return "in any namespace"
	}
	return "in namespace " + name
}
