// Package remote runs commands over SSH.
package remote

import (
	"net"
	"strconv"
	"time"

	"swarm/plugins/command/property"
)

var (
	text       = property.Shape{Kind: property.Text}
	secretText = property.Shape{Kind: property.Text, Secret: true}
)

var endpointShapes = property.Shapes{
	"host":               {Kind: property.Text, Required: true},
	"port":               {Kind: property.Number, Default: 22},
	"user":               {Kind: property.Text, DefaultText: "root"},
	"password":           secretText,
	"privateKey":         secretText,
	"privateKeyPassword": secretText,
	"agentSocketPath":    text,
	"hostKey":            text,
	"dialErrorLimit":     {Kind: property.Integer, Default: 10},
	"perDialTimeout":     {Kind: property.Integer, Default: 15},
}

var connectionShape = property.Shape{
	Kind:     property.Object,
	Required: true,
	Secret:   true,
	Fields: endpointShapes.Join(property.Shapes{
		"proxy": {Kind: property.Object, Fields: endpointShapes},
	}),
}

// Endpoint is an SSH server and how to log in there.
type Endpoint struct {
	Address            string
	User               string
	Password           string
	PrivateKey         string
	PrivateKeyPassword string
	AgentSocketPath    string
	HostKey            string
	// DialErrorLimit is how many failed tries are forgiven; below zero all are.
	DialErrorLimit int
	// PerDialTimeout is how long one try may take; zero is for ever.
	PerDialTimeout time.Duration
}

// Connection is an endpoint and the server on the way to it, if there is one.
type Connection struct {
	Endpoint
	Proxy *Endpoint
}

func readConnection(fields property.Fields) Connection {
	connection := Connection{Endpoint: readEndpoint(fields)}
	if fields.Has("proxy") {
		proxy := readEndpoint(fields.Object("proxy"))
		connection.Proxy = &proxy
	}
	return connection
}

func readEndpoint(fields property.Fields) Endpoint {
	return Endpoint{
		Address:            net.JoinHostPort(fields.Text("host"), strconv.Itoa(int(fields.Number("port")))),
		User:               fields.Text("user"),
		Password:           fields.Text("password"),
		PrivateKey:         fields.Text("privateKey"),
		PrivateKeyPassword: fields.Text("privateKeyPassword"),
		AgentSocketPath:    fields.Text("agentSocketPath"),
		HostKey:            fields.Text("hostKey"),
		DialErrorLimit:     int(fields.Number("dialErrorLimit")),
		PerDialTimeout:     time.Duration(fields.Number("perDialTimeout")) * time.Second,
	}
}
