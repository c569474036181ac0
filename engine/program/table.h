// The tables of a program: records of one fixed layout in a row. A table that is being made owns
// its records; one that was loaded borrows them from the program's bytes. Both read alike, and a
// copy always owns. Writing to a borrowed table copies it first.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace remit {

// Records of a Table<T>, one after the other: how a record refers to a list of others.
template <typename T>
struct TableRange {
  uint32_t first = 0;
  uint32_t count = 0;
  bool empty() const { return count == 0; }
  size_t size() const { return count; }
  bool operator==(const TableRange&) const = default;
};

template <typename T>
class Table {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Table() = default;
  Table(std::initializer_list<T> records) : owned_(records) { Show(); }
  explicit Table(std::vector<T> records) : owned_(std::move(records)) { Show(); }
  Table(const Table& other) : owned_(other.begin(), other.end()) { Show(); }
  Table(Table&& other) noexcept
      : owned_(std::move(other.owned_)),
        records_(std::exchange(other.records_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  Table& operator=(Table other) noexcept {
    owned_ = std::move(other.owned_);
    records_ = std::exchange(other.records_, nullptr);
    size_ = std::exchange(other.size_, 0);
    return *this;
  }
  ~Table() = default;

  // `records` must outlive the table and what it is moved to.
  static Table Borrow(std::span<const T> records) {
    Table table;
    table.records_ = records.data();
    table.size_ = records.size();
    return table;
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T* data() const { return records_; }
  const T* begin() const { return records_; }
  const T* end() const { return records_ + size_; }
  const T& operator[](size_t index) const { return records_[index]; }
  const T& back() const { return records_[size_ - 1]; }
  std::span<const T> operator[](TableRange<T> range) const {
    return {records_ + range.first, range.count};
  }
  operator std::span<const T>() const { return {records_, size_}; }

  T* begin() { return Own().data(); }
  T* end() { return Own().data() + size_; }
  T& operator[](size_t index) { return Own()[index]; }
  T& back() { return Own().back(); }
  std::span<T> operator[](TableRange<T> range) { return {Own().data() + range.first, range.count}; }

  void push_back(const T& record) {
    Own().push_back(record);
    Show();
  }
  T& emplace_back() {
    push_back(T{});
    return owned_.back();
  }
  void pop_back() {
    Own().pop_back();
    Show();
  }
  void resize(size_t size, const T& record = T{}) {
    Own().resize(size, record);
    Show();
  }
  void clear() { *this = Table(); }
  // Appends them; where they lie.
  TableRange<T> Add(std::span<const T> records) {
    const TableRange<T> range = {static_cast<uint32_t>(size_),
                                 static_cast<uint32_t>(records.size())};
    std::vector<T>& owned = Own();
    owned.insert(owned.end(), records.begin(), records.end());
    Show();
    return range;
  }
  TableRange<T> Add(std::initializer_list<T> records) {
    return Add(std::span<const T>(records.begin(), records.size()));
  }

  bool operator==(const Table& other) const {
    if (size_ != other.size_) return false;
    for (size_t i = 0; i < size_; ++i) {
      if (!(records_[i] == other.records_[i])) return false;
    }
    return true;
  }

 private:
  std::vector<T>& Own() {
    if (records_ != owned_.data()) {
      owned_.assign(records_, records_ + size_);
      Show();
    }
    return owned_;
  }
  void Show() {
    records_ = owned_.data();
    size_ = owned_.size();
  }

  std::vector<T> owned_;  // empty where the records are borrowed
  const T* records_ = nullptr;
  size_t size_ = 0;
};

// Texts in a row, by number. `starts` has the byte where each begins in `bytes`, and the last one's
// end: one number more than there are texts.
struct StringTable {
  Table<uint32_t> starts = {0};
  Table<char> bytes;

  StringTable() = default;
  StringTable(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) push_back(text);
  }

  size_t size() const { return starts.size() - 1; }
  bool empty() const { return size() == 0; }
  std::string_view operator[](size_t index) const {
    const uint32_t begin = starts[index];
    return {bytes.data() + begin, starts[index + 1] - begin};
  }
  void push_back(std::string_view text) {
    bytes.Add(std::span(text));
    starts.push_back(static_cast<uint32_t>(bytes.size()));
  }
  bool operator==(const StringTable&) const = default;
};

}  // namespace remit
