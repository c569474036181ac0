// How large a value can get: the bounds that the static cost is computed with (cost.h).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/program/program.h"

namespace remit {

inline constexpr uint64_t kUnbounded = UINT64_MAX;

// Sums and products that stay at kUnbounded once they are there.
constexpr uint64_t Sum(uint64_t a, uint64_t b) { return a > kUnbounded - b ? kUnbounded : a + b; }
constexpr uint64_t Product(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? kUnbounded : product;
}

// Whole numbers from `least` to `most`; none at all where least is over most.
struct NumberBound {
  int64_t least = INT64_MAX;
  int64_t most = INT64_MIN;
  bool operator==(const NumberBound&) const = default;
};
inline constexpr NumberBound kAnyNumber = {INT64_MIN, INT64_MAX};

// Upper bounds of what a value holds. An optional is as large as what it holds, and one value more.
struct SizeBound {
  uint64_t elements = 0;        // its own, of a list or map
  uint64_t bytes = 0;           // its own, of a text (string, bytes, version)
  uint64_t inner_elements = 0;  // of any list or map in it
  uint64_t inner_bytes = 0;     // of any text in it
  uint64_t values = 1;          // itself, and keys, elements and what optionals hold, at any depth
  uint64_t text = 0;            // bytes of all texts, its own too
  NumberBound numbers = kAnyNumber;  // it is or holds
  uint32_t part_of = kNone;          // a part of the element that an iteration is at: which one
  bool error = false;                // it is one, certainly
  bool optionals = false;            // it may be or hold one
  bool versions = false;             // the same
  bool operator==(const SizeBound&) const = default;
};

inline constexpr SizeBound kUnknownSize = {kUnbounded, kUnbounded, kUnbounded, kUnbounded,
                                           kUnbounded, kUnbounded, kAnyNumber, kNone,
                                           false,      true,       true};

SizeBound NoNumber();                 // a bool
SizeBound ErrorBound();               // certainly an error
SizeBound NumberUpTo(uint64_t most);  // an int from 0
SizeBound TextOf(uint64_t bytes);     // a string or bytes
SizeBound VersionOf(uint64_t bytes);  // a version of that text
SizeBound ListOf(uint64_t elements, const SizeBound& element);
SizeBound OptionalOf(SizeBound held);

// A value that is one or the other.
SizeBound EitherOf(const SizeBound& a, const SizeBound& b);
// Some element, key or value of it.
SizeBound ElementOf(const SizeBound& range);
// Their texts or lists in a row; the sum, of numbers.
SizeBound InARow(const SizeBound& a, const SizeBound& b);
// Of numbers; what else is subtracted has no size.
SizeBound DifferenceOf(const SizeBound& a, const SizeBound& b);

// *D* of docs/vm.md, at most: what comparing with the value costs, too.
constexpr uint64_t Held(const SizeBound& value) { return Sum(value.values - 1, value.text / 32); }

// Of every declared type of the program: what a value that was read as it can be at most.
std::vector<SizeBound> TypeBounds(std::span<const FactType> types);
// The bound of a value after it was read as a type of that bound.
SizeBound ReadBound(SizeBound value, const SizeBound& type);

// Exact, of each constant.
std::vector<SizeBound> ConstantBounds(const Program& program);
// What an action of the declared sizes has in each slot.
std::vector<SizeBound> SlotBounds(const Program& program, std::span<const SizeBound> types);

}  // namespace remit
