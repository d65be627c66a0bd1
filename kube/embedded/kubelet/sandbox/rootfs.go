package sandbox

// Populate fills a container's root with the directories and the few files that scripts look for.
func Populate(root *Volume, hostname string) error {
	view := NewFS(root, false)
	for _, dir := range []string{
		"/bin", "/dev", "/etc", "/home", "/proc", "/root", "/run", "/sys", "/tmp", "/usr/bin", "/usr/local/bin", "/var/log",
		"/var/tmp", "/opt", "/mnt", "/srv",
	} {
		if err := view.MkdirAll(dir); err != nil {
			return err
		}
	}
	files := []struct{ path, text string }{
		{"/etc/hostname", hostname + "\n"},
		{"/etc/hosts", "127.0.0.1\tlocalhost\n"},
		{"/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"},
		{"/etc/group", "root:x:0:\nnobody:x:65534:\n"},
		{"/etc/os-release", "NAME=\"kronoscope simulated container\"\nID=simulated\n"},
		{"/etc/resolv.conf", "nameserver 10.96.0.10\n"},
	}
	for _, f := range files {
		if err := root.WriteFile(f.path, []byte(f.text), 0o644); err != nil {
			return err
		}
	}
	for _, dev := range []string{"null", "zero", "random", "urandom", "stdin", "stdout", "stderr", "tty"} {
		root.device("/dev/" + dev)
	}
	return nil
}
