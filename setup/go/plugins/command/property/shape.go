package property

// Kind is the type that an input must have.
type Kind int

const (
	Anything Kind = iota
	Text
	Number
	Integer
	Truth
	List
	Object
	Map
)

// Shape describes one input: its type, whether it must be there and what it is when it is not.
type Shape struct {
	Kind     Kind
	Required bool
	Secret   bool
	Default  float64
	// DefaultText is the default of a text.
	DefaultText string
	// Choices are the only texts that are allowed.
	Choices []string
	// Item is the shape of everything in a list or a map.
	Item *Shape
	// Fields are the shapes of an object's fields.
	Fields Shapes
	// Refusal says why an input that upstream knows cannot be given here.
	Refusal string
}

// Shapes are the inputs of a resource or the fields of an object, by name.
type Shapes map[string]Shape

// Join returns the shapes of both sets.
func (shapes Shapes) Join(more Shapes) Shapes {
	joined := Shapes{}
	for name, shape := range shapes {
		joined[name] = shape
	}
	for name, shape := range more {
		joined[name] = shape
	}
	return joined
}
