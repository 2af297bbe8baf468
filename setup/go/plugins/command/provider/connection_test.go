package provider

import (
	"context"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

func TestAnotherHostKeyIsRefusedAtOnce(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	other, _ := newKey(t)
	connection := with(server.connection(), object{"hostKey": other, "dialErrorLimit": -1})
	failure := plugin.createFails(remoteCommand, object{"connection": connection, "create": "true"})
	mustContain(t, failure, "refused", "host key SHA256:", "another machine")
	mustEqual(t, "retries", len(plugin.engine.lines()), 0)
}

func TestAHostKeyOfAnotherKindIsRefusedAtOnce(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	const rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDQ8SsH7KTU3Yxqu4wCS2SNPJJSBSm1LrOoNdLJdlFNiEMpqy6jXcDvGyA9ryZ2kpRO7yX7wNwAz1SjGVl3dYfS2BVPpVq7LE4nDT3b0z3gXPpn2Jg8hNJ4L4jY2LQ0s7cCqvcVgWJpEJX2VxtxVYGrRz9DnKh0o5dKsuuR2AS7Bw=="
	connection := with(server.connection(), object{"hostKey": rsa, "dialErrorLimit": -1})
	mustContain(t, plugin.createFails(remoteCommand, object{"connection": connection, "create": "true"}), "refused", "host key")
}

func TestWithoutAHostKeyAnyIsTaken(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	connection := server.connection()
	delete(connection, "hostKey")
	plugin.create(remoteCommand, object{"connection": connection, "create": "true"})
}

func TestAServerThatStartsLateIsWaitedFor(t *testing.T) {
	plugin, server := startPlugin(t), prepareServer(t)
	time.AfterFunc(time.Second, server.start)
	state := plugin.create(remoteCommand, object{"connection": server.connection(), "create": "echo there"})
	mustEqual(t, "stdout", state.Text("stdout"), "there")
	mustContain(t, strings.Join(plugin.engine.lines(), "\n"), "does not answer yet (try 1 of 11)", "refused")
}

func TestTheLimitOfFailedTries(t *testing.T) {
	plugin := startPlugin(t)
	connection := object{"host": "127.0.0.1", "port": freePort(t), "password": "x", "dialErrorLimit": 2}
	failure := plugin.createFails(remoteCommand, object{"connection": connection, "create": "true"})
	mustContain(t, failure, "failed after 3 tries", "connection refused")
	mustEqual(t, "lines told", len(plugin.engine.lines()), 2)
}

func TestASilentServerCostsOneTimeoutEachTry(t *testing.T) {
	plugin := startPlugin(t)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	_, port, _ := net.SplitHostPort(silent.Addr().String())
	number, _ := strconv.Atoi(port)
	connection := object{"host": "127.0.0.1", "port": number, "password": "x", "dialErrorLimit": 1, "perDialTimeout": 1}
	before := time.Now()
	failure := plugin.createFails(remoteCommand, object{"connection": connection, "create": "true"})
	mustContain(t, failure, "failed after 2 tries", "no answer within 1s")
	if taken := time.Since(before); taken > 4*time.Second {
		t.Errorf("it took %s", taken)
	}
}

func TestCancelStopsConnecting(t *testing.T) {
	plugin := startPlugin(t)
	connection := object{"host": "127.0.0.1", "port": freePort(t), "password": "x", "dialErrorLimit": -1}
	time.AfterFunc(300*time.Millisecond, func() { _, _ = plugin.Cancel(context.Background(), &emptypb.Empty{}) })
	before := time.Now()
	mustContain(t, plugin.createFails(remoteCommand, object{"connection": connection, "create": "true"}), "given up", "cancelled")
	if taken := time.Since(before); taken > 2*time.Second {
		t.Errorf("it took %s", taken)
	}
}

func TestATimeoutStopsConnecting(t *testing.T) {
	plugin := startPlugin(t)
	connection := object{"host": "127.0.0.1", "port": freePort(t), "password": "x", "dialErrorLimit": -1}
	_, err := plugin.Create(context.Background(), &pulumirpc.CreateRequest{
		Urn: remoteCommand, Timeout: 0.5, Properties: plugin.check(remoteCommand, object{"connection": connection, "create": "true"}),
	})
	mustContain(t, err.Error(), "given up", "longer than the 500ms")
}

func TestThroughAProxy(t *testing.T) {
	plugin, proxy, server := startPlugin(t), startServer(t), startServer(t)
	connection := with(server.connection(), object{"proxy": proxy.connection()})
	state := plugin.create(remoteCommand, object{"connection": connection, "create": "echo $SSH_CONNECTION | cut -d' ' -f4"})
	mustEqual(t, "port that was reached", state.Text("stdout"), strconv.Itoa(server.port))

	other, _ := newKey(t)
	wrongProxy := with(server.connection(), object{"proxy": with(proxy.connection(), object{"hostKey": other})})
	mustContain(t, plugin.createFails(remoteCommand, object{"connection": wrongProxy, "create": "true"}), "connection.proxy", "refused")
	wrongServer := with(server.connection(), object{"hostKey": other, "proxy": proxy.connection()})
	mustContain(t, plugin.createFails(remoteCommand, object{"connection": wrongServer, "create": "true"}), "through the proxy", "refused")
}

func TestKeysThatCannotBeRead(t *testing.T) {
	plugin, server := startPlugin(t), prepareServer(t)
	for name, value := range map[string]string{"privateKey": "no key", "hostKey": "no key"} {
		connection := with(server.connection(), object{name: value})
		mustContain(t, plugin.createFails(remoteCommand, object{"connection": connection, "create": "true"}), "connection."+name)
	}
}

func TestAnUnusableAgentOfTheEnvironmentDoesNotDisturbAKey(t *testing.T) {
	t.Setenv("SSH_AUTH_SOCK", "/nowhere/agent")
	plugin, server := startPluginAlone(t), startServer(t)
	plugin.create(remoteCommand, object{"connection": server.connection(), "create": "true"})
	connection := server.connection()
	delete(connection, "privateKey")
	mustContain(t, plugin.createFails(remoteCommand, object{"connection": connection, "create": "true"}), "/nowhere/agent")
}
