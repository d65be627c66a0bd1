package main

// house names every package of the module, and the packages of the module that it imports. Who builds a new one, or lets one package
// know another, says so here; [arrows] says which of them may never know each other.
var house = map[string]string{
	"cmd/buildinfo":  "kube/embedded/api",
	"cmd/config":     "themes",
	"cmd/configview": "cmd/config cmd/output themes",
	"cmd/crash":      "",
	"cmd/demo":       "cmd/exitcode cmd/flags cmd/localplane cmd/session kube kube/embedded kube/manifest testdata",
	"cmd/exitcode":   "kube/manifest tui/display",
	"cmd/flags":      "cmd/config cmd/exitcode cmd/logging kube kube/embedded/clock scheduler/timeparse themes",
	"cmd/forecasting": "cmd/exitcode cmd/flags cmd/forecastview cmd/manifests kube kube/fetch kube/manifest " +
		"scheduler/forecast scheduler/timeparse tui/display",
	"cmd/forecastview": "cmd/output scheduler/forecast themes tui/display tui/widget",
	"cmd/kronoscope": "cmd/buildinfo cmd/config cmd/configview cmd/demo cmd/exitcode cmd/flags cmd/forecasting cmd/logging " +
		"cmd/next cmd/output cmd/serving cmd/session kube scheduler/timeparse",
	"cmd/localplane": "cmd/exitcode cmd/flags kube kube/action kube/embedded kube/embedded/clock kube/embedded/kubelet " +
		"kube/manifest",
	"cmd/logging":   "tui/display",
	"cmd/manifests": "cmd/exitcode cmd/flags cmd/localplane kube/manifest",
	"cmd/next": "cmd/exitcode cmd/flags cmd/manifests cmd/nextview kube kube/manifest kube/workload scheduler/cron " +
		"scheduler/timeparse tui/display tui/schedule tui/standalone",
	"cmd/nextview": "cmd/exitcode cmd/output kube/manifest scheduler/cron themes tui/display tui/widget",
	"cmd/output":   "themes tui/widget",
	"cmd/serving": "cmd/exitcode cmd/flags cmd/localplane cmd/session kube kube/action kube/embedded kube/embedded/serve " +
		"kube/embedded/store/disk kube/manifest",
	"cmd/session": "cmd/crash cmd/exitcode cmd/flags cmd/logging kube kube/watch kube/workload tui",
	"kube":        "",
	"kube/action": "kube kube/fetch kube/manifest kube/workload scheduler",
	"kube/embedded": "kube/embedded/api kube/embedded/clock kube/embedded/controller kube/embedded/kubelet " +
		"kube/embedded/resource kube/embedded/store kube/embedded/store/disk",
	"kube/embedded/api": "kube/embedded/api/access kube/embedded/api/admit kube/embedded/api/client kube/embedded/api/inmemory " +
		"kube/embedded/api/kinds kube/embedded/api/openapi kube/embedded/api/pods kube/embedded/api/tables " +
		"kube/embedded/clock kube/embedded/resource kube/embedded/store",
	"kube/embedded/api/access":  "kube/embedded/clock",
	"kube/embedded/api/admit":   "kube/embedded/api/kinds kube/embedded/strategy/admission",
	"kube/embedded/api/apitest": "kube/embedded/api kube/embedded/clock kube/embedded/store",
	"kube/embedded/api/client": "kube/embedded/api/admit kube/embedded/api/kinds kube/embedded/api/pods kube/embedded/api/tables " +
		"kube/embedded/resource kube/embedded/store kube/embedded/strategy",
	"kube/embedded/api/inmemory": "",
	"kube/embedded/api/kinds": "kube/embedded/api/access kube/embedded/api/tables kube/embedded/clock kube/embedded/resource " +
		"kube/embedded/store kube/embedded/strategy kube/embedded/strategy/quota",
	"kube/embedded/api/openapi":         "",
	"kube/embedded/api/openapi/trim":    "",
	"kube/embedded/api/pods":            "kube/embedded/api/kinds kube/embedded/resource kube/embedded/store",
	"kube/embedded/api/tables":          "kube/embedded/clock kube/embedded/resource kube/embedded/store scheduler",
	"kube/embedded/clock":               "",
	"kube/embedded/conformance":         "kube/embedded/conformance/play kube/embedded/conformance/virtual",
	"kube/embedded/conformance/play":    "",
	"kube/embedded/conformance/virtual": "kube/embedded kube/embedded/conformance/play kube/embedded/kubelet kube/embedded/resource",
	"kube/embedded/controller":          "kube/embedded/clock kube/embedded/resource scheduler",
	"kube/embedded/kubelet": "kube/embedded/clock kube/embedded/controller kube/embedded/kubelet/environment " +
		"kube/embedded/kubelet/image kube/embedded/kubelet/logs kube/embedded/kubelet/node " +
		"kube/embedded/kubelet/placement kube/embedded/kubelet/sandbox kube/embedded/kubelet/sandbox/files " +
		"kube/embedded/kubelet/simulation kube/embedded/kubelet/volume kube/embedded/resource scheduler " +
		"scheduler/annotation",
	"kube/embedded/kubelet/environment": "kube/embedded/kubelet/node kube/embedded/resource",
	"kube/embedded/kubelet/image":       "",
	"kube/embedded/kubelet/logs":        "scheduler",
	"kube/embedded/kubelet/node":        "kube/embedded/clock kube/embedded/resource",
	"kube/embedded/kubelet/placement":   "kube/embedded/resource",
	"kube/embedded/kubelet/sandbox": "kube/embedded/clock kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/machine " +
		"kube/embedded/kubelet/sandbox/shell kube/embedded/kubelet/sandbox/signal " +
		"kube/embedded/kubelet/sandbox/timefmt kube/embedded/kubelet/sandbox/tool " +
		"kube/embedded/kubelet/sandbox/tools/simulated",
	"kube/embedded/kubelet/sandbox/files":   "",
	"kube/embedded/kubelet/sandbox/machine": "kube/embedded/clock kube/embedded/kubelet/sandbox/signal",
	"kube/embedded/kubelet/sandbox/printf":  "",
	"kube/embedded/kubelet/sandbox/shell": "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/machine " +
		"kube/embedded/kubelet/sandbox/shell/builtin kube/embedded/kubelet/sandbox/shell/condition " +
		"kube/embedded/kubelet/sandbox/shell/script kube/embedded/kubelet/sandbox/shell/variables " +
		"kube/embedded/kubelet/sandbox/signal kube/embedded/kubelet/sandbox/stream " +
		"kube/embedded/kubelet/sandbox/tool kube/embedded/kubelet/sandbox/tools " +
		"kube/embedded/kubelet/sandbox/tools/simulated",
	"kube/embedded/kubelet/sandbox/shell/builtin": "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/machine " +
		"kube/embedded/kubelet/sandbox/printf kube/embedded/kubelet/sandbox/shell/variables " +
		"kube/embedded/kubelet/sandbox/signal kube/embedded/kubelet/sandbox/stream " +
		"kube/embedded/kubelet/sandbox/timefmt kube/embedded/kubelet/sandbox/tool",
	"kube/embedded/kubelet/sandbox/shell/condition": "kube/embedded/kubelet/sandbox/files",
	"kube/embedded/kubelet/sandbox/shell/script":    "",
	"kube/embedded/kubelet/sandbox/shell/variables": "",
	"kube/embedded/kubelet/sandbox/signal":          "",
	"kube/embedded/kubelet/sandbox/stream":          "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/machine",
	"kube/embedded/kubelet/sandbox/timefmt":         "",
	"kube/embedded/kubelet/sandbox/tool":            "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/signal",
	"kube/embedded/kubelet/sandbox/tools": "kube/embedded/kubelet/sandbox/tool kube/embedded/kubelet/sandbox/tools/file " +
		"kube/embedded/kubelet/sandbox/tools/system kube/embedded/kubelet/sandbox/tools/text",
	"kube/embedded/kubelet/sandbox/tools/file": "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/timefmt " +
		"kube/embedded/kubelet/sandbox/tool",
	"kube/embedded/kubelet/sandbox/tools/simulated": "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/tool",
	"kube/embedded/kubelet/sandbox/tools/system": "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/signal " +
		"kube/embedded/kubelet/sandbox/timefmt kube/embedded/kubelet/sandbox/tool",
	"kube/embedded/kubelet/sandbox/tools/text": "kube/embedded/kubelet/sandbox/files kube/embedded/kubelet/sandbox/printf " +
		"kube/embedded/kubelet/sandbox/timefmt kube/embedded/kubelet/sandbox/tool " +
		"kube/embedded/kubelet/sandbox/tools/simulated",
	"kube/embedded/kubelet/simulation":    "scheduler/annotation",
	"kube/embedded/kubelet/volume":        "kube/embedded/clock kube/embedded/kubelet/environment kube/embedded/kubelet/sandbox/files",
	"kube/embedded/resource":              "",
	"kube/embedded/resource/resourcetest": "kube/embedded/resource",
	"kube/embedded/serve":                 "kube/embedded/clock scheduler/timeparse",
	"kube/embedded/serve/servetest":       "kube/embedded/serve",
	"kube/embedded/store":                 "kube/embedded/clock kube/embedded/resource",
	"kube/embedded/store/disk":            "kube/embedded/store",
	"kube/embedded/strategy":              "kube/embedded/strategy/printers",
	"kube/embedded/strategy/admission":    "",
	"kube/embedded/strategy/printers":     "",
	"kube/embedded/strategy/quota":        "scheduler",
	"kube/fetch":                          "kube kube/workload scheduler/forecast",
	"kube/logs":                           "kube kube/watch kube/workload scheduler",
	"kube/manifest":                       "",
	"kube/printable":                      "",
	"kube/slots":                          "kube kube/workload scheduler scheduler/cron",
	"kube/slots/slotstest":                "kube/workload scheduler/cron",
	"kube/watch":                          "kube kube/workload",
	"kube/workload":                       "kube scheduler scheduler/cron scheduler/forecast",
	"kube/workload/workloadtest":          "",
	"scheduler":                           "scheduler/cron scheduler/indexes",
	"scheduler/annotation":                "",
	"scheduler/cron":                      "",
	"scheduler/forecast":                  "scheduler scheduler/annotation scheduler/cron",
	"scheduler/indexes":                   "",
	"scheduler/timeparse":                 "",
	"testdata":                            "",
	"themes":                              "",
	"tui": "kube kube/action kube/fetch kube/watch kube/workload themes tui/calendar tui/clock tui/cronjobdetail " +
		"tui/cronjobs tui/dialog tui/display tui/durations tui/events tui/forecast tui/frame tui/header " +
		"tui/jobdetail tui/jobs tui/keymap tui/logs tui/notices tui/schedule tui/screen tui/textview " +
		"tui/timeline tui/timezone tui/widget",
	"tui/async": "",
	"tui/calendar": "kube kube/slots kube/workload scheduler scheduler/cron scheduler/timeparse themes tui/async " +
		"tui/display tui/keymap tui/listing tui/screen tui/widget",
	"tui/clock":         "kube scheduler/timeparse tui/async tui/screen tui/widget",
	"tui/cronjobdetail": "kube kube/workload scheduler themes tui/display tui/keymap tui/screen tui/widget",
	"tui/cronjobs":      "kube kube/workload themes tui/display tui/keymap tui/listing tui/screen tui/widget",
	"tui/dialog":        "scheduler/timeparse themes tui/display tui/keymap tui/screen tui/widget",
	"tui/display":       "kube/printable kube/slots kube/workload scheduler/cron themes tui/widget",
	"tui/durations":     "kube kube/workload themes tui/display tui/keymap tui/screen tui/widget",
	"tui/events":        "kube kube/workload themes tui/display tui/listing tui/screen tui/widget",
	"tui/forecast": "kube kube/workload scheduler/forecast scheduler/timeparse themes tui/async tui/display tui/keymap " +
		"tui/screen tui/widget",
	"tui/frame":     "themes tui/widget",
	"tui/header":    "kube kube/workload tui/clock tui/display tui/screen tui/timezone tui/widget",
	"tui/jobdetail": "kube kube/workload themes tui/display tui/keymap tui/logs tui/screen tui/widget",
	"tui/jobs":      "kube/workload themes tui/display tui/listing tui/screen tui/widget",
	"tui/keymap":    "",
	"tui/listing":   "kube kube/workload themes tui/display tui/screen tui/widget",
	"tui/logs":      "kube kube/logs themes tui/async tui/display tui/keymap tui/screen tui/widget",
	"tui/notices":   "themes tui/display tui/screen tui/widget",
	"tui/schedule": "kube kube/action kube/workload scheduler scheduler/cron themes tui/async tui/display tui/keymap " +
		"tui/screen tui/widget",
	"tui/screen":     "kube kube/action kube/workload scheduler themes tui/keymap",
	"tui/standalone": "kube kube/workload themes tui/display tui/frame tui/keymap tui/schedule tui/screen tui/timezone tui/widget",
	"tui/textview":   "themes tui/async tui/display tui/keymap tui/screen tui/widget",
	"tui/timeline": "kube kube/workload scheduler scheduler/forecast themes tui/async tui/display tui/keymap tui/listing " +
		"tui/screen tui/widget",
	"tui/timezone": "",
	"tui/tuitest":  "kube kube/action kube/watch kube/workload scheduler/cron themes",
	"tui/widget":   "themes",
}
