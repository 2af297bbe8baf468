package provider

import (
	"os"
	"path/filepath"
	"testing"
)

const (
	signatureKey     = "4dabf18193072939515e22adb298388d"
	assetSignature   = "c44067f5952c0a294b673a41bacd8c17"
	archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7"
)

func textAsset(text string) object {
	return object{signatureKey: assetSignature, "text": text, "hash": "hash of " + text}
}

func fileAsset(path string) object {
	return object{signatureKey: assetSignature, "path": path, "hash": "hash of " + path}
}

func folderArchive(path string) object {
	return object{signatureKey: archiveSignature, "path": path, "hash": "hash of " + path}
}

func folderWithFiles(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "given")
	if err := os.MkdirAll(filepath.Join(folder, "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"one": "1", "deep/two": "2"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("one", filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestCopyingFollowsTheTable(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	folder := folderWithFiles(t)
	if err := os.Mkdir(server.path("there"), 0o755); err != nil {
		t.Fatal(err)
	}
	server.write("old", "a much longer old content")
	for name, given := range map[string]struct {
		source object
		target string
		file   string
		holds  string
	}{
		"a text, with parents":     {textAsset("words"), "new/deep/text", "new/deep/text", "words"},
		"a text over a file":       {textAsset("w"), "old", "old", "w"},
		"a file, with parents":     {fileAsset(folder + "/one"), "new/file", "new/file", "1"},
		"a file into a folder":     {fileAsset(folder + "/one"), "there", "there/one", "1"},
		"a folder into a folder":   {folderArchive(folder), "there", "there/given/deep/two", "2"},
		"a folder that is new":     {folderArchive(folder), "fresh", "fresh/given/one", "1"},
		"what is in a folder":      {folderArchive(folder + "/"), "inside", "inside/deep/two", "2"},
		"a link is what it shows":  {folderArchive(folder), "links", "links/given/link", "1"},
		"an empty text is allowed": {object{signatureKey: assetSignature, "hash": "h"}, "empty", "empty", ""},
	} {
		t.Run(name, func(t *testing.T) {
			state := plugin.create(copyToRemote, object{
				"connection": server.connection(), "source": given.source, "remotePath": server.path(given.target),
			})
			mustEqual(t, "content", server.read(given.file), given.holds)
			mustEqual(t, "path kept", state.Text("remotePath"), server.path(given.target))
		})
	}
	server.write("file", "")
	for name, source := range map[string]object{"there": textAsset("x"), "file": folderArchive(folder)} {
		failure := plugin.createFails(copyToRemote, object{
			"connection": server.connection(), "source": source, "remotePath": server.path(name),
		})
		mustContain(t, failure, "copying to "+server.path(name))
	}
}

func TestACopyIsRepeatedOnlyIfTheContentOrThePathChanges(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	inputs := object{"connection": server.connection(), "source": textAsset("one"), "remotePath": server.path("copy")}
	state := plugin.create(copyToRemote, inputs)
	server.write("copy", "changed there")
	state = plugin.update(copyToRemote, state, with(inputs, object{"connection": with(server.connection(), object{"perDialTimeout": 5})}))
	mustEqual(t, "content", server.read("copy"), "changed there")
	state = plugin.update(copyToRemote, state, with(inputs, object{"source": textAsset("two")}))
	mustEqual(t, "content", server.read("copy"), "two")
	plugin.delete(copyToRemote, state)
	mustEqual(t, "content after delete", server.read("copy"), "two")
}

func TestCopyFile(t *testing.T) {
	plugin, server := startPlugin(t), startServer(t)
	server.write("given", "content")
	plugin.create(copyFile, object{"connection": server.connection(), "localPath": server.path("given"), "remotePath": server.path("taken")})
	mustEqual(t, "content", server.read("taken"), "content")
}
