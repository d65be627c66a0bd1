package sandbox

import (
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/script"
)

// TestNothingOfTheHost tries to reach files and variables that are on the host for certain.
func TestNothingOfTheHost(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.txt")
	if err := os.WriteFile(secret, []byte("host secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KRONOSCOPE_HOST_SECRET", "host secret")
	for _, script := range []string{
		`cat ` + secret, `cat < ` + secret, `echo $(<` + secret + `)`, `echo "$(cat ` + secret + `)"`, `. ` + secret,
		`test -f ` + secret + ` && echo host secret`, `[ -e ` + secret + ` ] && echo host secret`, `[[ -r ` + secret + ` ]] && echo host secret`,
		`cd ` + dir + ` && echo host secret`, `ls ` + dir, `echo ` + dir + `/*`, `find ` + dir, `head ` + secret, `cp ` + secret + ` /tmp/x; cat /tmp/x`,
		`sh ` + secret, secret, `exec ` + secret, `env`, `set`, `export -p`, `echo $KRONOSCOPE_HOST_SECRET`, `printenv KRONOSCOPE_HOST_SECRET`,
		`read x < ` + secret + `; echo $x`, `while read x; do echo $x; done < ` + secret, `tail -n 1 ` + secret, `tee < ` + secret,
		`cat /proc/self/environ /proc/1/environ`, `cat /proc/self/cwd/*`, `grep -r secret ` + dir, `sed p ` + secret, `awk '{print}' ` + secret,
		`ln -s ` + secret + ` /tmp/l; cat /tmp/l`, `cat /../../../../../../../..` + secret, `xargs cat < ` + secret,
	} {
		got := sh(script).run(t)
		if strings.Contains(got.out, "host secret") || strings.Contains(got.out, "secret.txt\n") && strings.HasPrefix(script, "ls") {
			t.Errorf("%s shows the host: %q", script, got.out)
		}
	}
	for _, script := range []string{
		`echo x > ` + dir + `/new`, `touch ` + dir + `/new`, `mkdir -p ` + dir + `/new`, `echo x | tee ` + dir + `/new`, `cp /etc/hosts ` + dir + `/new`,
		`rm -rf ` + secret, `mv ` + secret + ` /tmp`, `echo x >> ` + secret, `chmod 777 ` + secret,
	} {
		sh(script).run(t)
		if _, err := os.Stat(filepath.Join(dir, "new")); err == nil {
			t.Fatalf("%s wrote to the host", script)
		}
		if data, err := os.ReadFile(secret); err != nil || string(data) != "host secret" {
			t.Fatalf("%s changed the host's file: %q, %v", script, data, err)
		}
	}
}

func TestSandboxHasItsOwnFiles(t *testing.T) {
	got := sh(`cat /etc/hostname; cd /; ls -d etc tmp; echo /etc/host*; echo x > /root/x && cat /root/x; echo $HOME $PPID`).run(t)
	want := "pod-x\netc\ntmp\n/etc/hostname /etc/hosts\nx\n/root 0\n"
	if got.out != want {
		t.Errorf("got %q, want %q", got.out, want)
	}
}

// TestBounds runs scripts that would never end, or take all memory, on a real machine.
func TestBounds(t *testing.T) {
	for _, c := range []struct{ name, script string }{
		{"fork bomb", `:(){ :|:& };:; wait`},
		{"fork bomb in a loop", `while true; do (sleep 1000 &) ; done`},
		{"endless loop", `while true; do :; done`},
		{"endless loop without commands", `for ((;;)); do x=1; done`},
		{"endless arithmetic loop", `i=0; until ((0)); do ((i++)); done`},
		{"endless output", `yes`},
		{"endless output of the shell", `while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done`},
		{"endless captured output", `x=$(yes)`},
		{"endless pipe", `yes | cat | tr y n > /dev/null`},
		{"endless reading", `cat /dev/zero > /dev/null`},
		{"reading without end into memory", `x=$(cat /dev/zero)`},
		{"a program that reads without end", `sort /dev/urandom`},
		{"a growing variable", `x=x; while true; do x=$x$x; done`},
		{"a growing array", `while true; do a+=(xxxxxxxxxxxxxxxxxxxxxxxx); done`},
		{"many variables", `i=0; while true; do i=$((i+1)); eval "v$i=$i"; done`},
		{"growing parameters", `set -- x; while true; do set -- "$@" "$@"; done`},
		{"growth by substitution", `x=aaaaaaaaaaaaaaaa; while true; do x=${x//a/$x}; done`},
		{"recursion", `f() { f; }; f`},
		{"recursion through substitution", `f() { echo $(f); }; f`},
		{"recursion through subshells", `f() { (f); }; f`},
		{"recursion through eval", `f='eval "$f"'; eval "$f"`},
		{"recursion through a script", `echo 'sh /tmp/s' > /tmp/s; sh /tmp/s`},
		{"recursion through source", `echo '. /tmp/s' > /tmp/s; . /tmp/s`},
		{"a trap that traps itself", `trap 'kill -USR1 $$' USR1; kill -USR1 $$; while true; do :; done`},
		{"many files", `i=0; while true; do i=$((i+1)); : > /tmp/$i; done`},
		{"a multiplying pattern", `cd /; echo */../*/../*/../*/../*/../*/../*/..`},
		{"a wide printf", `while true; do x=$(printf '%4000d%4000d%4000d' 1 2 3); done`},
		{"xargs of itself", `while true; do seq 1000 | xargs -n 1 echo; done`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			b := sh(c.script)
			b.limits = machine.Limits{Steps: 30_000}
			got := b.run(t)
			runtime.ReadMemStats(&after)
			if got.ExitCode == 0 && got.Bound == "" && !strings.Contains(got.out, "can't fork") {
				t.Errorf("ended well after %v: %q", got.took, got.out[:min(len(got.out), 200)])
			}
			if strings.Contains(got.out, "sandbox failed") {
				t.Errorf("%q", got.out[max(0, len(got.out)-300):])
			}
			if taken := int64(after.HeapAlloc) - int64(before.HeapAlloc); taken > 300<<20 {
				t.Errorf("heap grew by %d MiB", taken>>20)
			}
		})
	}
}

// TestBoundsHaveNoEffectOnWhatSleeps runs many more steps than the bound, but with sleeps.
func TestBoundsHaveNoEffectOnWhatSleeps(t *testing.T) {
	b := sh(`i=0; while [ $i -lt 3000 ]; do i=$((i+1)); sleep 1; done; echo $i`)
	b.limits = machine.Limits{Steps: 2000}
	got := b.run(t)
	if got.out != "3000\n" || got.took < 3000*time.Second || got.took > 3010*time.Second {
		t.Errorf("got %q in %v, bound %q", got.out, got.took, got.Bound)
	}
}

func TestHugeAndDeepScripts(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(512 << 20))
	for _, c := range []struct{ name, script string }{
		{"parentheses", strings.Repeat("(", 200_000)},
		{"substitutions", strings.Repeat("$(", 100_000)},
		{"as deep as is read", strings.Repeat("( ", script.MaxOpeners-10) + "true" + strings.Repeat(" )", script.MaxOpeners-10)},
		{"braces", strings.Repeat("{ ", 100_000)},
		{"ifs", strings.Repeat("if ", 100_000)},
		{"arithmetic", "echo $((" + strings.Repeat("(", 100_000)},
		{"minus signs", "echo $((" + strings.Repeat("- ", 100_000) + "1))"},
		{"sums", "echo $((1" + strings.Repeat("+1", 100_000) + "))"},
		{"and-or lists", strings.Repeat("true && ", 60_000) + "true"},
		{"pipes", strings.Repeat("cat | ", 60_000) + "cat"},
		{"parameters", strings.Repeat("${a:-", 100_000)},
		{"quotes", strings.Repeat(`"$("`, 100_000)},
		{"negations", strings.Repeat("! ", 100_000) + "true"},
		{"assignments", strings.Repeat("a=b ", 100_000)},
		{"here-documents", strings.Repeat("cat <<A;", 50_000) + "\n"},
		{"brackets", "[ " + strings.Repeat("( ", 50_000) + " ]"},
		{"test clauses", "[[ " + strings.Repeat("( ", 50_000) + " ]]"},
		{"a long word", "echo " + strings.Repeat("x", 400_000) + " | wc -c"},
		{"a long line", strings.Repeat("x", 2<<20)},
		{"brace expansion", "echo {1..100}{1..100}{1..100}{1..100}"},
		{"sequence", "echo {1..999999999999}"},
		{"zero bytes", "echo a\x00b; \x00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := sh(c.script)
			b.limits = machine.Limits{Steps: 500_000}
			got := b.run(t)
			if strings.Contains(got.out, "sandbox failed") {
				t.Error(got.out[:min(len(got.out), 300)])
			}
		})
	}
}

func TestKill(t *testing.T) {
	for _, script := range []string{
		`sleep 1000`, `sleep 1000 | cat`, `(sleep 1000 & sleep 1000) | (cat; sleep 5)`, `trap '' TERM INT; wait; sleep 1000`,
		`x=$(sleep 1000)`, `sleep 1000 & wait`, `while true; do sleep 1; done`, `read x < /dev/zero`, `tail -f /dev/null`,
	} {
		b := sh(script)
		b.during = func(clk *clock.Clock, p *Container) { clk.AfterFunc(10*time.Second, p.Kill) }
		b.until = 20 * time.Second
		got := b.run(t)
		if got.ExitCode != 137 || got.took > 10*time.Second {
			t.Errorf("%s: exit %d after %v", script, got.ExitCode, got.took)
		}
	}
}

// FuzzScript must find no panic, no leaked goroutine, no endless run and nothing of the host.
func FuzzScript(f *testing.F) {
	for _, seed := range []string{
		`echo $((RANDOM % 10 + 5)) $(date +%s)`, `find /tmp -type f -mtime +7 -delete`, `f() { echo "$@"; }; f a b | tr a-z A-Z`,
		`cat <<E | sed 's/a/b/g' | awk '{print $1}' > /tmp/x` + "\na b\nE\n", `case $1 in a|b) ;; *) exit 3;; esac`,
		`for i in {1..3}; do sleep $i & done; wait`, `a=(1 2 [5]=x); echo "${a[@]:1}" ${!a[@]} ${#a[@]}`, `[[ a =~ (a|b)+ ]] && echo ${BASH_REMATCH[0]}`,
		`trap 'echo t' EXIT TERM; kill $$`, `printf '%5.2f|%-8s|%b' 1.5 x 'a\tb'`, `x=${y:=z}; unset y; echo ${x^^} ${x//z/q} ${x@Q}`,
		`ls -la /; du /; stat /etc/hosts; df`, `expr 1 + 2 \* \( 3 - 1 \)`, `seq 1 0.5 3 | sort -rn | uniq -c | cut -c1-5`, `set -euo pipefail; false | true`,
		`cd /tmp && mkdir -p a/b && ln -s a c && ls c/.. && rm -r a`, `exec 3>/tmp/f; echo x >&3; exec 3>&-; cat /tmp/f`, `getopts ab: o -a -b c`,
		`timeout 1 yes | head -c 10`, `date -d '2 days ago' +%F; date -d 'next monday'`, `echo ${x:?gone}`, `((x = 1 << 70)); echo $((1/0)) $((2**-1))`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, script string) {
		b := sh(script)
		b.limits = machine.Limits{Steps: 20_000, Memory: 4 << 20}
		b.until = time.Hour
		got := b.run(t)
		if strings.Contains(got.out, "sandbox failed") {
			t.Errorf("%q: %s", script, got.out)
		}
	})
}
