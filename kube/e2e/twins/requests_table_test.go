package twins

import "strings"

const (
	jobs  = "/apis/batch/v1/~/jobs"
	pods  = "/api/v1/~/pods"
	maps  = "/api/v1/~/configmaps"
	table = "application/json;as=Table;v=v1;g=meta.k8s.io"
)

var (
	isJSON  = map[string]string{"Content-Type": "application/json"}
	isYAML  = map[string]string{"Content-Type": "application/yaml"}
	isMerge = map[string]string{"Content-Type": "application/merge-patch+json"}
	isPatch = map[string]string{"Content-Type": "application/json-patch+json"}
	isStrat = map[string]string{"Content-Type": "application/strategic-merge-patch+json"}
	isApply = map[string]string{"Content-Type": "application/apply-patch+yaml"}
	asTable = map[string]string{"Accept": table}
	asMeta  = map[string]string{"Accept": "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"}
	asYAML  = map[string]string{"Accept": "application/yaml"}
	asHTML  = map[string]string{"Accept": "text/html"}
	asV2    = map[string]string{"Accept": "application/json;as=Table;v=v9;g=meta.k8s.io"}
)

const (
	suspended = `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a","labels":{"x":"y"}},"spec":{"suspend":true,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"m","image":"i"}]}}}}`
	settings  = `{"metadata":{"name":"a"},"data":{"k":"v"}}`
)

// prologue makes what the requests are about.
var prologue = []request{
	{name: "create a Job", method: "POST", path: jobs, header: isJSON, body: suspended},
	{name: "create a ConfigMap", method: "POST", path: maps, header: isJSON, body: settings},
	{name: "create another", method: "POST", path: maps, header: isYAML, body: "metadata: {name: b}\n"},
	{name: "create a third with a generated name", method: "POST", path: maps, header: isJSON, body: `{"metadata":{"generateName":"c-"}}`},
	{name: "create a pod that no node takes", method: "POST", path: pods, header: isJSON, body: `{"metadata":{"name":"gated"},"spec":{"automountServiceAccountToken":false,"schedulingGates":[{"name":"x/y"}],"containers":[{"name":"m","image":"i"}]}}`},
}

// requests come after each other: what one changes the next finds.
var requests = []request{
	// Reading
	{name: "an unknown path", method: "GET", path: "/nothing"},
	{name: "an unknown group", method: "GET", path: "/apis/nothing.example.com/v1"},
	{name: "an unknown version", method: "GET", path: "/apis/batch/v9/~/jobs"},
	{name: "an unknown resource", method: "GET", path: "/apis/batch/v1/~/nothing"},
	{name: "an unknown subresource", method: "GET", path: jobs + "/a/scale"},
	{name: "an unknown object", method: "GET", path: jobs + "/none"},
	{name: "the resources of a group", method: "GET", path: "/apis/batch/v1"},
	{name: "the versions of a group", method: "GET", path: "/apis/batch"},
	{name: "a list", method: "GET", path: maps + "?fieldSelector=metadata.name%3Da"},
	{name: "a list as YAML", method: "GET", path: maps + "?fieldSelector=metadata.name%3Da", header: asYAML},
	{name: "a list as a table", method: "GET", path: jobs, header: asTable},
	{name: "a table with objects", method: "GET", path: jobs + "?includeObject=Object", header: asTable},
	{name: "a table without objects", method: "GET", path: jobs + "?includeObject=None", header: asTable},
	{name: "a table with something else", method: "GET", path: jobs + "?includeObject=Some", header: asTable},
	{name: "a table of a version that is none", method: "GET", path: jobs, header: asV2},
	{name: "metadata of a list", method: "GET", path: maps + "?labelSelector=none", header: asMeta},
	{name: "a form that is not offered", method: "GET", path: jobs, header: asHTML},
	{name: "a form that is not offered for one object", method: "GET", path: jobs + "/a", header: asHTML},
	{name: "discovery that is not offered", method: "GET", path: "/apis", header: asHTML},
	{name: "a bad label selector", method: "GET", path: jobs + "?labelSelector=a%3Db%3Dc"},
	{name: "a bad field selector", method: "GET", path: jobs + "?fieldSelector=a"},
	{name: "a field that cannot be selected", method: "GET", path: jobs + "?fieldSelector=spec.suspend%3Dtrue"},
	{name: "two names", method: "GET", path: jobs + "?fieldSelector=metadata.name%3Da,metadata.name%3Db"},
	{name: "a bad limit", method: "GET", path: jobs + "?limit=x"},
	{name: "a negative limit", method: "GET", path: jobs + "?limit=-1"},
	{name: "a page", method: "GET", path: maps + "?limit=1"},
	{name: "a bad continue token", method: "GET", path: maps + "?limit=1&continue=x"},
	{name: "a token of another version", method: "GET", path: maps + "?continue=eyJ2IjoidjkiLCJydiI6MSwic3RhcnQiOiJhIn0"},
	{name: "a token with a version", method: "GET", path: maps + "?resourceVersion=1&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhIn0"},
	{name: "a bad version", method: "GET", path: jobs + "?resourceVersion=x"},
	{name: "a version that is to come", method: "GET", path: jobs + "/a?resourceVersion=999999999"},
	{name: "a match without a version", method: "GET", path: jobs + "?resourceVersionMatch=Exact"},
	{name: "a match that is none", method: "GET", path: jobs + "?resourceVersion=1&resourceVersionMatch=Maybe"},
	{name: "an exact version of zero", method: "GET", path: jobs + "?resourceVersion=0&resourceVersionMatch=Exact"},
	{name: "initial events of a list", method: "GET", path: jobs + "?sendInitialEvents=true"},
	{name: "initial events without a match", method: "GET", path: jobs + "?watch=true&sendInitialEvents=true"},
	{name: "a watch of a bad version", method: "GET", path: jobs + "?watch=true&resourceVersion=x"},
	{name: "a watch with a bad timeout", method: "GET", path: jobs + "?watch=true&timeoutSeconds=x"},
	{name: "a watch that ends", method: "GET", path: maps + "?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Da"},
	{name: "a watch of a table", method: "GET", path: maps + "?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Da", header: asTable},
	{name: "a watch with initial events", method: "GET", path: maps + "?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Da&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"},
	{name: "an old way to watch", method: "GET", path: "/api/v1/watch/~/configmaps/b?timeoutSeconds=1"},
	{name: "a list in protobuf", method: "GET", path: jobs, header: map[string]string{"Accept": "application/vnd.kubernetes.protobuf"}},
	{name: "a short answer in gzip", method: "GET", path: jobs + "/a", header: map[string]string{"Accept-Encoding": "gzip"}},

	// Methods
	{name: "a method that a collection has not", method: "PUT", path: jobs, header: isJSON, body: suspended},
	{name: "a method that an object has not", method: "POST", path: jobs + "/a", header: isJSON, body: suspended},
	{name: "a method of nobody", method: "BREW", path: jobs},
	{name: "OPTIONS", method: "OPTIONS", path: jobs},
	{name: "a collection of namespaces is not deleted", method: "DELETE", path: "/api/v1/namespaces"},

	// Writing
	{name: "create it again", method: "POST", path: jobs, header: isJSON, body: suspended},
	{name: "nothing", method: "POST", path: jobs, header: isJSON},
	{name: "no JSON", method: "POST", path: jobs, header: isJSON, body: "{"},
	{name: "another kind", method: "POST", path: jobs, header: isJSON, body: `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"}}`, differs: "the message names upstream's internal type, batch.Job; the embedded plane has none"},
	{name: "another namespace", method: "POST", path: maps, header: isJSON, body: `{"metadata":{"name":"x","namespace":"default"}}`},
	{name: "a namespace that is none", method: "POST", path: "/api/v1/namespaces/none/configmaps", header: isJSON, body: settings},
	{name: "a type that is not read", method: "POST", path: jobs, header: map[string]string{"Content-Type": "text/html"}, body: "<b>"},
	{name: "no type", method: "POST", path: jobs, body: "x"},
	{name: "a body in gzip that is none", method: "POST", path: maps, header: map[string]string{"Content-Type": "application/json", "Content-Encoding": "gzip"}, body: settings},
	{name: "too much", method: "POST", path: maps, header: isJSON, body: `{"metadata":{"name":"x"},"data":{"a":"` + strings.Repeat("x", 4<<20) + `"}}`},
	{name: "too much of a patch", method: "PATCH", path: maps + "/a", header: isMerge, body: `{"data":{"a":"` + strings.Repeat("x", 4<<20) + `"}}`},
	{name: "too much of delete options", method: "DELETE", path: maps + "/a", header: isJSON, body: `{"preconditions":{"uid":"` + strings.Repeat("x", 4<<20) + `"}}`},
	{name: "too deep", method: "POST", path: maps, header: isJSON, body: `{"metadata":{"name":"x"},"data":` + strings.Repeat("[", 20000)},
	{name: "too many aliases", method: "POST", path: maps, header: isYAML, body: bomb},
	{name: "strict", method: "POST", path: maps + "?fieldValidation=Strict", header: isJSON, body: `{"metadata":{"name":"x"},"dada":{"a":"b"},"data":{"a":"b","a":"c"}}`},
	{name: "strict in YAML", method: "POST", path: maps + "?fieldValidation=Strict", header: isYAML, body: "metadata: {name: x}\ndata: {a: b, a: c}\nmore: 1\n"},
	{name: "warn", method: "POST", path: maps + "?fieldValidation=Warn&dryRun=All", header: isJSON, body: `{"metadata":{"name":"x"},"dada":{"a":"b"},"data":{"a":"b","a":"c"}}`},
	{name: "ignore", method: "POST", path: maps + "?fieldValidation=Ignore&dryRun=All", header: isJSON, body: `{"metadata":{"name":"x"},"dada":{"a":"b"}}`},
	{name: "validation that is none", method: "POST", path: maps + "?fieldValidation=Perhaps", header: isJSON, body: settings},
	{name: "a dry run that is none", method: "POST", path: maps + "?dryRun=Some", header: isJSON, body: settings},
	{name: "a dry run", method: "POST", path: maps + "?dryRun=All", header: isJSON, body: `{"metadata":{"name":"x"}}`},
	{name: "a manager's name that is too long", method: "POST", path: maps + "?fieldManager=" + strings.Repeat("x", 200), header: isJSON, body: settings},
	{name: "a version on create", method: "POST", path: maps, header: isJSON, body: `{"metadata":{"name":"x","resourceVersion":"1"}}`},
	{name: "an update of another name", method: "PUT", path: maps + "/a", header: isJSON, body: `{"metadata":{"name":"b"}}`},
	{name: "an update of an old version", method: "PUT", path: maps + "/a", header: isJSON, body: `{"metadata":{"name":"a","resourceVersion":"1"}}`},
	{name: "an update of another object", method: "PUT", path: maps + "/a", header: isJSON, body: `{"metadata":{"name":"a","uid":"x"}}`},
	{name: "an update of nothing", method: "PUT", path: maps + "/none", header: isJSON, body: `{"metadata":{"name":"none"}}`},
	{name: "an update that is invalid", method: "PUT", path: maps + "/a", header: isJSON, body: `{"metadata":{"name":"a"},"data":{"a b":"c"}}`},

	// Patching
	{name: "a patch of a type that is none", method: "PATCH", path: jobs + "/a", header: isJSON, body: "{}"},
	{name: "a JSON patch that is none", method: "PATCH", path: jobs + "/a", header: isPatch, body: `[{"op":"move"},{"op":"x"}]`},
	{name: "a JSON patch of too many operations", method: "PATCH", path: jobs + "/a", header: isPatch, body: "[" + strings.Repeat(`{"op":"test","path":"/kind","value":"Job"},`, 10000) + `{"op":"test","path":"/kind","value":"Job"}]`},
	{name: "a JSON patch that copies too much", method: "PATCH", path: maps + "/a", header: isPatch, body: `[{"op":"add","path":"/data/b","value":"` + strings.Repeat("x", 100_000) + `"}` + strings.Repeat(`,{"op":"copy","from":"/data/b","path":"/data/c"}`, 40) + `]`},
	{name: "a JSON patch that fails its test", method: "PATCH", path: jobs + "/a", header: isPatch, body: `[{"op":"test","path":"/kind","value":"Pod"}]`},
	{name: "a merge patch that is a list", method: "PATCH", path: jobs + "/a", header: isMerge, body: "[]"},
	{name: "a merge patch with strictness", method: "PATCH", path: maps + "/a?fieldValidation=Strict", header: isMerge, body: `{"dada":1}`},
	{name: "a strategic patch with a directive that is none", method: "PATCH", path: jobs + "/a", header: isStrat, body: `{"spec":{"template":{"spec":{"containers":[{"$patch":"x","name":"m"}]}}}}`},
	{name: "an apply without a manager", method: "PATCH", path: maps + "/a", header: isApply, body: "{}"},
	{name: "an apply of nothing", method: "PATCH", path: maps + "/a?fieldManager=m", header: isApply, body: ""},
	{name: "an apply that conflicts", method: "PATCH", path: maps + "/a?fieldManager=m", header: isApply, body: `{"apiVersion":"v1","kind":"ConfigMap","data":{"k":"w"}}`},
	{name: "an apply of duplicates", method: "PATCH", path: jobs + "/a?fieldManager=m&force=true", header: isApply, body: `{"apiVersion":"batch/v1","kind":"Job","spec":{"template":{"spec":{"containers":[{"name":"m"},{"name":"m"}]}}}}`},
	{name: "an apply with managed fields", method: "PATCH", path: maps + "/a?fieldManager=m", header: isApply, body: `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"managedFields":[{"manager":"x"}]}}`},
	{name: "an apply to a status that is not there", method: "PATCH", path: jobs + "/none/status?fieldManager=m", header: isApply, body: `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"none"}}`},

	// Pods
	{name: "a binding to nothing", method: "POST", path: pods + "/gated/binding", header: isJSON, body: `{"metadata":{"name":"gated"}}`},
	{name: "a binding of a gated pod", method: "POST", path: pods + "/gated/binding", header: isJSON, body: `{"metadata":{"name":"gated"},"target":{"kind":"Node","name":"n"}}`},
	{name: "a binding of another", method: "POST", path: pods + "/gated/binding", header: isJSON, body: `{"metadata":{"name":"x"},"target":{"kind":"Node","name":"n"}}`},
	{name: "a binding in the old way", method: "POST", path: "/api/v1/~/bindings", header: isJSON, body: `{"metadata":{"name":"none"},"target":{"kind":"Node","name":"n"}}`},
	{name: "logs of a pod without a node", method: "GET", path: pods + "/gated/log"},
	{name: "logs with a bad option", method: "GET", path: pods + "/gated/log?tailLines=-1&sinceSeconds=0"},
	{name: "logs with an option that is no number", method: "GET", path: pods + "/gated/log?tailLines=x"},
	{name: "logs of a container that is none", method: "GET", path: pods + "/gated/log?container=x"},
	{name: "logs of no pod", method: "GET", path: pods + "/none/log"},
	{name: "a status of nothing", method: "PUT", path: pods + "/none/status", header: isJSON, body: `{"metadata":{"name":"none"}}`},
	{name: "an eviction of another", method: "POST", path: pods + "/gated/eviction", header: isJSON, body: `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"x"}}`},
	{name: "an eviction that must not be", method: "POST", path: pods + "/gated/eviction", header: isJSON, body: `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"gated"},"deleteOptions":{"preconditions":{"uid":"x"}}}`},
	{name: "an eviction in dry run", method: "POST", path: pods + "/gated/eviction?dryRun=All", header: isJSON, body: `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"gated"}}`},
	{name: "exec", method: "POST", path: pods + "/gated/exec?command=ls", differs: "the embedded plane's containers are simulated, and it says so"},

	// Deleting
	{name: "delete options that are none", method: "DELETE", path: jobs + "/a", header: isJSON, body: `{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Sideways"}`},
	{name: "orphans twice", method: "DELETE", path: jobs + "/a", header: isJSON, body: `{"propagationPolicy":"Orphan","orphanDependents":true}`},
	{name: "another UID", method: "DELETE", path: jobs + "/a", header: isJSON, body: `{"preconditions":{"uid":"x"}}`},
	{name: "another version", method: "DELETE", path: jobs + "/a", header: isJSON, body: `{"preconditions":{"resourceVersion":"1"}}`},
	{name: "delete in dry run", method: "DELETE", path: maps + "/a?dryRun=All"},
	{name: "delete by default", method: "DELETE", path: jobs + "/a"},
	{name: "delete nothing", method: "DELETE", path: jobs + "/none"},
	{name: "delete a collection", method: "DELETE", path: maps + "?fieldSelector=metadata.name%3Da"},
	{name: "delete a ConfigMap", method: "DELETE", path: maps + "/b"},

	// Reviews
	{name: "a review of nothing", method: "POST", path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", header: isJSON, body: `{}`},
	{name: "a review of both", method: "POST", path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", header: isJSON, body: `{"spec":{"resourceAttributes":{},"nonResourceAttributes":{}}}`},
	{name: "rules of no namespace", method: "POST", path: "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", header: isJSON, body: `{}`},
}

// bomb is a short YAML document that is very long once its aliases are put in place.
var bomb = func() string {
	var s strings.Builder
	s.WriteString("a: &a [x,x,x,x,x,x,x,x,x]\n")
	for c := 'b'; c <= 'j'; c++ {
		s.WriteString(string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 8) + "*" + string(c-1) + "]\n")
	}
	return s.String()
}()
