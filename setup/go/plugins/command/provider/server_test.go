package provider

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// server is an OpenSSH server of this test alone, with its own keys.
type server struct {
	*testing.T
	folder  string
	port    int
	hostKey string
	key     string
	user    string
}

const configuration = `Port %d
ListenAddress 127.0.0.1
HostKey %[2]s/host
AuthorizedKeysFile %[2]s/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
AcceptEnv GIVEN
`

// prepareServer writes everything an SSH server needs and picks a port, but does not start it.
func prepareServer(t *testing.T) server {
	t.Helper()
	if _, err := exec.LookPath(binary()); err != nil {
		t.Skip("there is no sshd on this computer (package openssh-server)")
	}
	folder := t.TempDir()
	current, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	hostKey, hostPrivate := newKey(t)
	public, private := newKey(t)
	server := server{T: t, folder: folder, port: freePort(t), hostKey: hostKey, key: private, user: current.Username}
	server.write("host", hostPrivate)
	server.write("authorized", public)
	server.write("configuration", fmt.Sprintf(configuration, server.port, folder))
	return server
}

func startServer(t *testing.T) server {
	t.Helper()
	server := prepareServer(t)
	server.start()
	for range 200 {
		connection, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(server.port))
		if err == nil {
			_ = connection.Close()
			return server
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("sshd does not answer")
	return server
}

func (server server) start() {
	server.Helper()
	if os.Geteuid() == 0 {
		// sshd run by root wants this folder, which the system makes only when it starts the service itself.
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			server.Fatal(err)
		}
	}
	process := exec.Command(binary(), "-D", "-e", "-f", filepath.Join(server.folder, "configuration"))
	var written bytes.Buffer
	process.Stderr = &written
	if err := process.Start(); err != nil {
		server.Fatal(err)
	}
	server.Cleanup(func() {
		_ = process.Process.Kill()
		_ = process.Wait()
		if server.Failed() {
			server.Logf("sshd wrote:\n%s", written.String())
		}
	})
}

func (server server) connection() object {
	return object{"host": "127.0.0.1", "port": server.port, "user": server.user, "privateKey": server.key, "hostKey": server.hostKey}
}

func (server server) path(name string) string { return filepath.Join(server.folder, name) }

func (server server) write(name, content string) {
	server.Helper()
	if err := os.WriteFile(server.path(name), []byte(content), 0o600); err != nil {
		server.Fatal(err)
	}
}

func (server server) read(name string) string {
	server.Helper()
	content, err := os.ReadFile(server.path(name))
	if err != nil {
		server.Fatal(err)
	}
	return strings.TrimSpace(string(content))
}

func (server server) waitFor(name string) {
	server.Helper()
	for range 200 {
		if _, err := os.Stat(server.path(name)); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	server.Fatalf("%s did not appear", name)
}

func binary() string {
	if path, err := exec.LookPath("sshd"); err == nil {
		return path
	}
	return "/usr/sbin/sshd"
}

func newKey(t *testing.T) (public, private string) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(ssh.MarshalAuthorizedKey(signer.PublicKey())), string(pem.EncodeToMemory(block))
}

func freePort(t *testing.T) int {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	return socket.Addr().(*net.TCPAddr).Port
}
