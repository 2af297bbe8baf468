package remote

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/pkg/sftp"

	"swarm/plugins/command/property"
)

type upload struct{ files *sftp.Client }

// put follows these rules, as cp does:
//
//	source | target is a folder | target is missing     | target is a file
//	text   | refused            | target, with parents  | overwritten
//	file   | target/file        | target, with parents  | overwritten
//	folder | target/folder      | target/folder         | refused
//	folder/| what is in it      | what is in it         | refused
func (upload upload) put(source property.Asset, target string) error {
	existing, err := upload.look(target)
	if err != nil {
		return err
	}
	isFolder := existing != nil && existing.IsDir()
	if source.IsText {
		if isFolder {
			return errors.New("it is a folder; a text needs the path of a file")
		}
		return upload.writeFile(strings.NewReader(source.Text), target)
	}
	given, err := os.Stat(source.Path)
	if err != nil {
		return err
	}
	if given.IsDir() {
		if !strings.HasSuffix(source.Path, "/") {
			target = path.Join(target, filepath.Base(source.Path))
		}
		return upload.putFolder(source.Path, target)
	}
	if isFolder {
		target = path.Join(target, filepath.Base(source.Path))
	}
	return upload.putFile(source.Path, target)
}

func (upload upload) putFolder(source, target string) error {
	root := os.DirFS(source)
	return fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		goal := path.Join(target, name)
		// A link counts as what it leads to.
		given, err := fs.Stat(root, name)
		if err != nil {
			return err
		}
		if !given.IsDir() {
			return upload.putFile(filepath.Join(source, name), goal)
		}
		if !entry.IsDir() {
			return upload.putFolder(filepath.Join(source, name), goal)
		}
		if err := upload.files.MkdirAll(goal); err != nil {
			return fmt.Errorf("the folder %s cannot be made: %w", goal, err)
		}
		return nil
	})
}

func (upload upload) putFile(source, target string) error {
	content, err := os.Open(source)
	if err != nil {
		return err
	}
	defer content.Close()
	return upload.writeFile(content, target)
}

func (upload upload) writeFile(content io.Reader, target string) error {
	if err := upload.files.MkdirAll(path.Dir(target)); err != nil {
		return fmt.Errorf("the folder %s cannot be made: %w", path.Dir(target), err)
	}
	file, err := upload.files.Create(target)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", target, err)
	}
	_, err = file.ReadFrom(content)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", target, err)
	}
	return nil
}

// look returns nil if there is nothing at the path.
func (upload upload) look(target string) (fs.FileInfo, error) {
	existing, err := upload.files.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return existing, err
}
