// Command yaml-reader reads YAML as kubectl does. Each line of its input is a JSON string, a
// document; each line of its output is what it was read as: {"json": …} or {"error": "…"}.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"sigs.k8s.io/yaml"
)

type result struct {
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	input := bufio.NewReader(os.Stdin)
	output := json.NewEncoder(os.Stdout)
	output.SetEscapeHTML(false)
	for {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		var document string
		if err := json.Unmarshal(line, &document); err != nil {
			panic(err)
		}
		if err := output.Encode(read(document)); err != nil {
			panic(err)
		}
	}
}

func read(document string) result {
	value, err := yaml.YAMLToJSON([]byte(document))
	if err != nil {
		return result{Error: err.Error()}
	}
	return result{JSON: value}
}
