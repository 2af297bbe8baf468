package remote

import (
	"bytes"
	"errors"
	"fmt"
	"net"

	"golang.org/x/crypto/ssh"
)

// HostKeyError means that the server is not the expected one. Trying again cannot help.
type HostKeyError struct {
	Address  string
	Expected string
	Offered  string
}

func (refusal *HostKeyError) Error() string {
	return fmt.Sprintf("%s has the host key %s, but connection.hostKey is %s: "+
		"this is another machine than expected, or its host key has changed",
		refusal.Address, refusal.Offered, refusal.Expected)
}

// hostKey returns how to check the server's key and which kinds of keys to ask it for.
func (endpoint Endpoint) hostKey() (ssh.HostKeyCallback, []string, error) {
	if endpoint.HostKey == "" {
		return ssh.InsecureIgnoreHostKey(), nil, nil
	}
	expected, _, _, _, err := ssh.ParseAuthorizedKey([]byte(endpoint.HostKey))
	if err != nil {
		return nil, nil, fmt.Errorf("connection.hostKey cannot be read, it must look like \"ssh-ed25519 AAAA…\": %w", err)
	}
	check := func(_ string, _ net.Addr, offered ssh.PublicKey) error {
		if bytes.Equal(offered.Marshal(), expected.Marshal()) {
			return nil
		}
		return &HostKeyError{
			Address:  endpoint.Address,
			Expected: ssh.FingerprintSHA256(expected),
			Offered:  ssh.FingerprintSHA256(offered),
		}
	}
	return check, signatureAlgorithms(expected.Type()), nil
}

// signatureAlgorithms knows that an RSA key signs in three ways, of which servers refuse the oldest.
func signatureAlgorithms(keyType string) []string {
	if keyType == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSA}
	}
	return []string{keyType}
}

// isRefusal tells whether the server's identity is wrong: another key, or no key of the expected kind.
func isRefusal(err error) bool {
	var refusal *HostKeyError
	var mismatch *ssh.AlgorithmNegotiationError
	return errors.As(err, &refusal) || errors.As(err, &mismatch)
}
