// A server that says who it is, and what it knows and gets of another service by name. With a URL as argument it only
// asks for a token of AWS's metadata service there.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// Sight is what a task sees of another service.
type Sight struct {
	Host    string   `json:"host"`
	Address []string `json:"address"`
	Tasks   []string `json:"tasks"`
	Answer  string   `json:"answer"`
}

func main() {
	host, _ := os.Hostname()
	client := http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	if len(os.Args) > 1 {
		fmt.Println(token(&client, os.Args[1]))
		return
	}
	http.HandleFunc("/", func(response http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(response, host)
	})
	http.HandleFunc("/sight", func(response http.ResponseWriter, request *http.Request) {
		name := request.URL.Query().Get("name")
		sight := Sight{Host: host}
		sight.Address, _ = net.LookupHost(name)
		sight.Tasks, _ = net.LookupHost("tasks." + name)
		answer, err := client.Get("http://" + name + ":8000/")
		if err != nil {
			sight.Answer = err.Error()
		} else {
			text, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			sight.Answer = string(text)
		}
		_ = json.NewEncoder(response).Encode(sight)
	})
	log.Fatal(http.ListenAndServe(":8000", nil))
}

func token(client *http.Client, url string) string {
	request, err := http.NewRequest(http.MethodPut, url, nil)
	if err != nil {
		return err.Error()
	}
	request.Header.Set("X-aws-ec2-metadata-token-ttl-seconds", "60")
	answer, err := client.Do(request)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return fmt.Sprint(answer.StatusCode, " ", string(text))
}
