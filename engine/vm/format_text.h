// `format` of CEL's `strings` extension.
#pragma once

#include <span>
#include <string_view>

#include "engine/model/value.h"
#include "engine/vm/eval.h"

namespace remit {

// `format` with its clauses `%[.precision]verb` replaced by `arguments`, in order; `%%` is a
// percent sign. Arguments left over do not matter; only %f and %e read a precision. InvalidArgument
// for a clause that is none, for an argument that is missing or of a kind that the verb does not
// take, and for a precision over FunctionLimits::format_precision. Charges for the text it makes,
// not for what it is given.
//
//   %s     PrintValue, bytes that are no UTF-8 each by U+FFFD
//   %d     int, uint; double in plain decimal
//   %f %e  double, int, uint (as the double nearest to it): rounded half to even from the exact
//          binary value; an exponent of two digits or more
//   %x %X  int, uint: a minus sign, no padding; string, bytes: two digits a byte
//   %o     int, uint       %b     int, uint, bool (1 or 0)
//   NaN, Infinity and -Infinity are written so by all verbs that take doubles.
Value FormatText(Eval& eval, std::string_view format, std::span<const Value> arguments);

}  // namespace remit
