package remote

import (
	"fmt"
	"io"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

type noAgent struct{}

func (noAgent) Close() error { return nil }

// authentication returns the ways to log in, best first, and the connection to the agent, which the caller closes.
func (endpoint Endpoint) authentication() ([]ssh.AuthMethod, io.Closer, error) {
	var methods []ssh.AuthMethod
	var used io.Closer = noAgent{}
	if endpoint.PrivateKey != "" {
		key, err := endpoint.signer()
		if err != nil {
			return nil, nil, err
		}
		methods = append(methods, ssh.PublicKeys(key))
	} else {
		// SSH tries public keys only once, so the agent has its turn only where no key is given.
		keys, connection, err := endpoint.agentKeys()
		if err != nil {
			return nil, nil, err
		}
		if keys != nil {
			methods = append(methods, keys)
			used = connection
		}
	}
	if endpoint.Password != "" {
		methods = append(methods, ssh.Password(endpoint.Password), ssh.KeyboardInteractive(endpoint.answer))
	}
	return methods, used, nil
}

func (endpoint Endpoint) signer() (ssh.Signer, error) {
	if endpoint.PrivateKeyPassword == "" {
		key, err := ssh.ParsePrivateKey([]byte(endpoint.PrivateKey))
		if err != nil {
			return nil, fmt.Errorf("connection.privateKey cannot be read: %w", err)
		}
		return key, nil
	}
	key, err := ssh.ParsePrivateKeyWithPassphrase([]byte(endpoint.PrivateKey), []byte(endpoint.PrivateKeyPassword))
	if err != nil {
		return nil, fmt.Errorf("connection.privateKey cannot be read with connection.privateKeyPassword: %w", err)
	}
	return key, nil
}

func (endpoint Endpoint) agentKeys() (ssh.AuthMethod, io.Closer, error) {
	path := endpoint.AgentSocketPath
	if path == "" {
		path = os.Getenv("SSH_AUTH_SOCK")
	}
	if path == "" {
		return nil, nil, nil
	}
	connection, err := net.Dial("unix", path)
	if err != nil {
		// An agent that nobody asked for is no reason to give up a password.
		if endpoint.AgentSocketPath == "" && endpoint.Password != "" {
			return nil, nil, nil
		}
		return nil, nil, fmt.Errorf("the SSH agent at %s does not answer: %w", path, err)
	}
	return ssh.PublicKeysCallback(agent.NewClient(connection).Signers), connection, nil
}

func (endpoint Endpoint) answer(_, _ string, questions []string, _ []bool) ([]string, error) {
	answers := make([]string, len(questions))
	for index := range questions {
		answers[index] = endpoint.Password
	}
	return answers, nil
}
