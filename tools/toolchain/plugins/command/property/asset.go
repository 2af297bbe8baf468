package property

import "google.golang.org/protobuf/types/known/structpb"

// Asset is a file, a text or a folder that a program hands to a resource.
type Asset struct {
	Path   string
	Text   string
	Hash   string
	IsText bool
}

// Asset reads a field that holds an asset or an archive.
func (fields Fields) Asset(name string) Asset {
	content := Plain(fields[name]).GetStructValue().GetFields()
	path := content["path"].GetStringValue()
	text := content["text"].GetStringValue()
	return Asset{
		Path:   path,
		Text:   text,
		Hash:   content["hash"].GetStringValue(),
		IsText: signature(Plain(fields[name])) == assetSignature && path == "",
	}
}

func isAsset(value *structpb.Value) bool {
	mark := signature(value)
	return mark == assetSignature || mark == archiveSignature
}

func assetHash(value *structpb.Value) string {
	if !isAsset(value) {
		return ""
	}
	return value.GetStructValue().GetFields()["hash"].GetStringValue()
}
