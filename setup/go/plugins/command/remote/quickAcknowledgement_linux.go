package remote

import (
	"net"
	"syscall"
)

// quickConnection acknowledges at once whatever arrives. SSH servers send small packets that wait for the
// acknowledgement of the one before, and the kernel likes to delay that by 40 ms.
type quickConnection struct {
	*net.TCPConn
	socket syscall.RawConn
}

func acknowledgeQuickly(connection net.Conn) net.Conn {
	transport, isTCP := connection.(*net.TCPConn)
	if !isTCP {
		return connection
	}
	socket, err := transport.SyscallConn()
	if err != nil {
		return connection
	}
	return quickConnection{transport, socket}
}

func (connection quickConnection) Read(buffer []byte) (int, error) {
	count, err := connection.TCPConn.Read(buffer)
	// The kernel forgets the wish after a while, so it is repeated; if it cannot be granted, things are only slower.
	_ = connection.socket.Control(func(descriptor uintptr) {
		_ = syscall.SetsockoptInt(int(descriptor), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 1)
	})
	return count, err
}
