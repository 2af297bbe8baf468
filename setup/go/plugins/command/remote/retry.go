package remote

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/crypto/ssh"

	"swarm/plugins/command/resource"
)

const (
	firstPause  = 100 * time.Millisecond
	longerBy    = 1.5
	longestWait = 5 * time.Second
)

// retry tries until it works, the endpoint's limit is passed, the server is the wrong one, or nobody waits any more.
func (endpoint Endpoint) retry(ctx context.Context, report resource.Report, try func() (*ssh.Client, error)) (*ssh.Client, error) {
	pause := firstPause
	for failures := 1; ; failures++ {
		client, err := try()
		if err == nil {
			return client, nil
		}
		if isRefusal(err) {
			return nil, fmt.Errorf("connecting to %s was refused: %w", endpoint.Address, err)
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("connecting to %s was given up after %s: %w", endpoint.Address, tries(failures), context.Cause(ctx))
		}
		if endpoint.DialErrorLimit >= 0 && failures > endpoint.DialErrorLimit {
			return nil, fmt.Errorf("connecting to %s failed after %s: %w", endpoint.Address, tries(failures), err)
		}
		report.Status(fmt.Sprintf("%s does not answer yet (try %d of %s): %s", endpoint.Address, failures, endpoint.limit(), err))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
		pause = min(time.Duration(float64(pause)*longerBy), longestWait)
	}
}

func (endpoint Endpoint) limit() string {
	if endpoint.DialErrorLimit < 0 {
		return "any number"
	}
	return strconv.Itoa(endpoint.DialErrorLimit + 1)
}

func tries(count int) string {
	if count == 1 {
		return "1 try"
	}
	return strconv.Itoa(count) + " tries"
}
