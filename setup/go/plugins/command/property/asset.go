package property

import "google.golang.org/protobuf/types/known/structpb"

// isAsset is true for a file, a text or a folder that a program gives to a resource, for example as a trigger.
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
