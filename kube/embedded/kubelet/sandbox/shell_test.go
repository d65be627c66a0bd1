package sandbox

import (
	"strings"
	"testing"
	"time"
)

func TestShell(t *testing.T) {
	for _, c := range []struct {
		name, script, out string
		code              int
	}{
		{"words and quotes", `a=b; echo "$a" '$a' $a"c"`, "b $a bc\n", 0},
		{"exit code of the last command", `true; false`, "", 1},
		{"exit", `echo x; exit 7; echo y`, "x\n", 7},
		{"exit in a subshell leaves only it", `(exit 3); echo $?`, "3\n", 0},
		{"and-or", `false && echo a || echo b; true && echo c`, "b\nc\n", 0},
		{"if", `if [ 1 -lt 2 ]; then echo y; elif true; then echo e; else echo n; fi`, "y\n", 0},
		{"while with break and continue", `i=0; while true; do i=$((i+1)); [ $i = 2 ] && continue; [ $i -gt 4 ] && break; echo $i; done`, "1\n3\n4\n", 0},
		{"nested break", `for a in 1 2; do for b in x y; do echo $a$b; break 2; done; done`, "1x\n", 0},
		{"until", `i=3; until [ $i -eq 0 ]; do i=$((i-1)); done; echo $i`, "0\n", 0},
		{"case", `case foo.txt in *.log) echo l;; *.txt|x) echo t;; *) echo n;; esac`, "t\n", 0},
		{"function with local and return", `f() { local a=in; echo $1 $a $#; return 4; }; a=out; f x y; echo $? $a`, "x in 2\n4 out\n", 0},
		{"command substitution", "echo $(echo a; echo b) `echo c`", "a b c\n", 0},
		{"arithmetic", `echo $((2+3*4)) $((7%3)) $((1<<4)) $((5>3))`, "14 1 16 1\n", 0},
		{"parameter expansion", `x=archive.tar.gz; echo ${x%%.*} ${x##*.} ${x%.gz} ${#x} ${y:-d} ${x/tar/zip}`, "archive gz archive.tar 14 d archive.zip.gz\n", 0},
		{"pipeline", `printf 'b\na\nc\n' | sort | head -n 2`, "a\nb\n", 0},
		{"pipeline status", `false | true; echo $?; set -o pipefail; false | true; echo $?`, "0\n1\n", 0},
		{"endless producer ends with its reader", `yes | head -n 2`, "y\ny\n", 0},
		{"while read", `printf 'a 1\nb 2\n' | while read n v; do echo "$v=$n"; done`, "1=a\n2=b\n", 0},
		{"redirections", `echo a > /tmp/f; echo b >> /tmp/f; cat < /tmp/f; ls /nope 2>/dev/null; echo $?`, "a\nb\n1\n", 0},
		{"stderr into stdout", `{ echo e >&2; } 2>&1 | tr e E`, "E\n", 0},
		{"exec redirects the shell", `exec > /tmp/o; echo x; exec >&2; cat /tmp/o`, "x\n", 0},
		{"here-document", "n=5; cat <<E\nv $n\nE\ncat <<'E'\nv $n\nE", "v 5\nv $n\n", 0},
		{"here-string", `read a b <<< "x y z"; echo "$b"`, "y z\n", 0},
		{"glob", `cd /tmp; touch b.x a.x c.y; echo *.x *.q`, "a.x b.x *.q\n", 0},
		{"brace", `echo {1..3} a{b,c}`, "1 2 3 ab ac\n", 0},
		{"set -e", `set -e; false; echo no`, "", 1},
		{"set -e spares conditions", `set -e; if false; then :; fi; false || true; ! true; echo yes`, "yes\n", 0},
		{"set -u", `set -u; echo $nope; echo no`, "sh: nope: unbound variable\n", 2},
		{"exit trap", `trap 'echo bye $?' EXIT; exit 3`, "bye 3\n", 3},
		{"background job and wait", `(sleep 1; echo bg) & echo fg; wait; echo end`, "fg\nbg\nend\n", 0},
		{"wait for one job's status", `(exit 5) & wait $!; echo $?`, "5\n", 0},
		{"kill a job", `sleep 100 & p=$!; kill $p; wait $p; echo $?`, "143\n", 0},
		{"process 1 cannot be killed from within", `kill -9 $$; kill -TERM 1; kill -INT $$; echo alive`, "alive\n", 0},
		{"nor by a child", `sh -c 'kill $PPID'; (kill -9 1); echo alive`, "alive\n", 0},
		{"its trap works", `trap 'echo caught' TERM; kill $$; echo on`, "caught\non\n", 0},
		{"until it is reset", `trap 'echo caught' TERM; trap - TERM; kill $$; echo on`, "on\n", 0},
		{"a child shell is a process that dies", `sh -c 'echo in; kill $$; echo out'; echo $?`, "in\n143\n", 0},
		{"a child shell has traps of its own", `sh -c 'trap "echo caught; exit 3" TERM; kill $$; echo out'; echo $?`, "caught\n3\n", 0},
		{"the shell that exec has started has its own too", `trap 'echo old' TERM; exec sh -c 'kill $$; trap "echo new" TERM; kill $$; echo $$'`, "new\n1\n", 0},
		{"what is ignored stays so after exec", `trap '' TERM; exec sh -c 'trap'`, "trap -- '' TERM\n", 0},
		{"env takes the place of the shell", `exec env X=1 sh -c 'trap "echo caught" USR1; kill -USR1 1; echo $X'`, "caught\n1\n", 0},
		{"env of other variables", `export A=1; env -u '' | grep ^A=; env -u A printenv A; echo $?; env -i B=2 env; echo $A`, "A=1\n1\nB=2\n1\n", 0},
		{"timeout", `timeout 2 sleep 10; echo $?; timeout 2 echo fine`, "124\nfine\n", 0},
		{"[[", `[[ abc == a* && x != y ]] && echo m; [[ v12 =~ ^v([0-9]+)$ ]] && echo ${BASH_REMATCH[1]}`, "m\n12\n", 0},
		{"arrays", `a=(x y z); a[5]=w; echo ${a[1]} ${#a[@]} "${a[@]}"`, "y 4 x y z w\n", 0},
		{"getopts", `set -- -a -b v rest; while getopts ab: o; do echo $o $OPTARG; done; shift $((OPTIND-1)); echo $1`, "a\nb v\nrest\n", 0},
		{"which", `X=$(which sh); echo $X; which grep kubectl echo cd /bin/sh /nope; echo $?; which cd || echo none`, "/bin/sh\n/bin/grep\n/usr/bin/kubectl\n/bin/echo\n/bin/sh\n1\nnone\n", 0},
		{"eval", `c='echo $((1+1))'; eval "$c"`, "2\n", 0},
		{"source", `echo 'v=9; return 2' > /tmp/s; . /tmp/s; echo $? $v`, "2 9\n", 0},
		{"script file with arguments", "printf '#!/bin/sh\\necho \"$0 $1\"\\n' > /tmp/s; chmod +x /tmp/s; /tmp/s arg; sh /tmp/s b", "/tmp/s arg\n/tmp/s b\n", 0},
		{"temporary assignment", `X=1 env | grep ^X=; echo "[$X]"`, "X=1\n[]\n", 0},
		{"tilde", `echo ~ ~root ~daemon/x`, "/root /root ~daemon/x\n", 0},
		{"printf", `printf '%s-%03d|%5s|%-3s|\n' a 7 b c; printf '%x %o\n' 255 8`, "a-007|    b|c  |\nff 10\n", 0},
		{"syntax error", `if true; then`, "sh: line 1: syntax error: `then` must be followed by a statement list\n", 2},
		{"negation", `! false; echo $?; ! true; echo $?`, "0\n1\n", 0},
		{"subshell keeps variables apart", `x=1; (x=2; cd /tmp); echo $x $PWD`, "1 /\n", 0},
		{"command -v finds everything", `command -v sh; command -v python3`, "/bin/sh\n/usr/bin/python3\n", 0},
		{"process substitution is refused", `cat <(echo x); echo $?`, "sh: process substitution is not simulated\n1\n", 0},
		{"readonly", `readonly r=1; r=2; echo $r`, "sh: r: is read only\n1\n", 0},
		{"expr", `expr 2 + 3 \* 4; expr abc : 'a\(.\)'; expr 1 \> 2`, "14\nb\n0\n", 1},
		{"awk", `printf 'a 1\nb 2\n' | awk '$2 > 1 {print $1, $2}'; printf '1\n2\n' | awk '{s+=$1} END {print "sum", s}'`, "b 2\nsum 3\n", 0},
		{"sed", `printf 'foo\nbar\n' | sed -e 's/o\+/0/' | sed -n '/bar/p'; echo aXbX | sed 's/X/-/g'`, "bar\na-b-\n", 0},
		{"cut, tr, uniq, wc", `printf 'a:b\nc:d\n' | cut -d: -f2 | tr a-z A-Z; printf 'x\nx\ny\n' | uniq | wc -l`, "B\nD\n2\n", 0},
		{"find", `mkdir -p /d/e; touch -d '10 days ago' /d/old.log; touch /d/e/new.log; find /d -name '*.log' -mtime +7 -delete; find /d -type f`, "/d/e/new.log\n", 0},
		{"xargs", `printf '1 2 3' | xargs -n 2 echo n`, "n 1 2\nn 3\n", 0},
		{"grep", `printf 'one\ntwo\n' > /t; grep -n two /t; grep -c o /t; grep -q three /t || echo none`, "2:two\n2\nnone\n", 0},
		{"seq", `seq 3; seq -s, 2 2 6`, "1\n2\n3\n2,4,6\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := sh(c.script).run(t)
			if got.out != c.out || got.ExitCode != c.code {
				t.Errorf("%s\n got %q, exit %d\nwant %q, exit %d", c.script, got.out, got.ExitCode, c.out, c.code)
			}
		})
	}
}

func TestTimeIsThePlanes(t *testing.T) {
	got := sh(`date -u '+%F %T'; sleep 90; date +%s; date -d 'last week' +%Y-%m-%d; TZ=Europe/Paris date '+%H:%M %Z'`).run(t)
	want := "2026-11-24 01:58:12\n1795485582\n2026-11-17\n02:59 CET\n"
	if got.out != want {
		t.Errorf("got %q, want %q", got.out, want)
	}
	if got.took != 90*time.Second {
		t.Errorf("took %v, want 90s", got.took)
	}
}

func TestUnknownProgramIsSimulated(t *testing.T) {
	got := box{args: []string{"pg_dump", "-h", "db", "mydatabase"}}.run(t)
	if got.out != "[simulated] pg_dump -h db mydatabase\n" || got.ExitCode != 0 {
		t.Errorf("got %q, exit %d", got.out, got.ExitCode)
	}
	if got.took < time.Second || got.took > 6*time.Second {
		t.Errorf("took %v, want 1s to 6s", got.took)
	}
	again := box{args: []string{"pg_dump", "-h", "db", "mydatabase"}}.run(t)
	if again.took != got.took {
		t.Errorf("a second run took %v, the first %v: not reproducible", again.took, got.took)
	}
}

func TestCurlAnswers200(t *testing.T) {
	got := sh(`curl -f -s -o /dev/null -w "%{http_code}" http://my-service:80/health | grep -q "200" && echo ok
if curl -f -s https://api.example.com/health > /dev/null; then echo up; fi`).run(t)
	if !strings.Contains(got.out, "ok\nup\n") {
		t.Errorf("got %q", got.out)
	}
}
