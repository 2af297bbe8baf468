// Package property reads, checks and compares the values that the Pulumi engine sends to a plugin.
package property

import (
	"slices"

	"google.golang.org/protobuf/types/known/structpb"
)

// The engine marks special values with these words; they are part of its wire protocol.
const (
	signatureKey     = "4dabf18193072939515e22adb298388d"
	secretSignature  = "1b47061264138c4ac30d75fd1eb44270"
	assetSignature   = "c44067f5952c0a294b673a41bacd8c17"
	archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7"
	unknownText      = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
)

// A value that is only known after other resources exist; one mark for each type it may turn out to have.
var unknownMarks = []string{
	unknownText,
	"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
	"3eeb2bf0-c639-47a8-9e75-3b44932eb421",
	"6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
	"030794c1-ac77-496b-92df-f27374a8bd58",
	"e48ece36-62e2-4504-bad9-02848725956a",
	"dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
}

// Unknown returns the mark of a value that is not known during a preview.
func Unknown() *structpb.Value { return structpb.NewStringValue(unknownText) }

// Secret wraps a value so that the engine encrypts it; wrapping twice changes nothing.
func Secret(value *structpb.Value) *structpb.Value {
	if isSecret(value) {
		return value
	}
	return structpb.NewStructValue(&structpb.Struct{Fields: map[string]*structpb.Value{
		signatureKey: structpb.NewStringValue(secretSignature),
		"value":      value,
	}})
}

// Plain takes the secret mark off a value, but not off the values inside it.
func Plain(value *structpb.Value) *structpb.Value {
	for isSecret(value) {
		value = value.GetStructValue().GetFields()["value"]
	}
	return value
}

// IsUnknown tells whether a value, secret or not, is known only after the preview.
func IsUnknown(value *structpb.Value) bool {
	text, isText := Plain(value).GetKind().(*structpb.Value_StringValue)
	return isText && slices.Contains(unknownMarks, text.StringValue)
}

// HasUnknown tells whether a value or any value inside it is unknown.
func HasUnknown(value *structpb.Value) bool {
	if IsUnknown(value) {
		return true
	}
	plain := Plain(value)
	for _, item := range plain.GetListValue().GetValues() {
		if HasUnknown(item) {
			return true
		}
	}
	for _, field := range plain.GetStructValue().GetFields() {
		if HasUnknown(field) {
			return true
		}
	}
	return false
}

// IsAbsent tells whether a value is missing; the engine sends a missing value as null or not at all.
func IsAbsent(value *structpb.Value) bool {
	if value == nil {
		return true
	}
	_, isNull := value.GetKind().(*structpb.Value_NullValue)
	return isNull || value.GetKind() == nil
}

func signature(value *structpb.Value) string {
	return value.GetStructValue().GetFields()[signatureKey].GetStringValue()
}

func isSecret(value *structpb.Value) bool { return signature(value) == secretSignature }
