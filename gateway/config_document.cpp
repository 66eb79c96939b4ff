#include "gateway/config_document.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "protocol/limits.hpp"

namespace gateway {
namespace {

using Json = nlohmann::json;

// Walks over the text and remembers how far the parser has come, which it does not tell itself.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, std::size_t* read) : at_(at), read_(read) {}
    reference operator*() const { return *at_; }
    CountingIterator& operator++() {
        ++at_;
        ++*read_;
        return *this;
    }
    CountingIterator operator++(int) {
        auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
    bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

private:
    const char* at_;
    std::size_t* read_;
};

std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t at) {
    const auto before = text.substr(0, std::min(at, text.size()));
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return {static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1, before.size() - line_start + 1};
}

// Where the text that ends just before `end` with a quote began.
std::size_t opening_quote(std::string_view text, std::size_t end) {
    for (std::size_t at = end - 1; at-- > 0;) {
        if (text[at] != '"') continue;
        std::size_t backslashes = 0;
        while (at > backslashes && text[at - 1 - backslashes] == '\\') ++backslashes;
        if (backslashes % 2 == 0) return at;
    }
    return 0;
}

// The parser's events (nlohmann's SAX interface). False ends the parse.
class Reader {
public:
    Reader(std::string_view text, const std::size_t& read, ConfigDocument& out) : text_(text), read_(read), out_(out) {}

    bool null() { return take(OtherValue{}); }
    bool boolean(bool) { return take(OtherValue{}); }
    bool number_integer(Json::number_integer_t) { return take(OtherValue{}); }  // below 0
    bool number_unsigned(Json::number_unsigned_t value) { return take(std::uint64_t{value}); }
    bool number_float(Json::number_float_t value, const std::string&) {
        if (value >= 0 && value <= static_cast<double>(protocol::limits::integer_max) && std::floor(value) == value) return take(static_cast<std::uint64_t>(value));
        return take(OtherValue{});
    }
    bool string(std::string& value) { return take(std::move(value)); }
    bool binary(Json::binary_t&) { return take(OtherValue{}); }
    bool start_object(std::size_t) { return open(); }
    bool start_array(std::size_t) { return depth_ == 0 ? not_an_object() : open(); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        if (depth_ > 1) return true;
        const auto [line, column] = line_and_column(text_, opening_quote(text_, read_));
        out_.given.push_back({.key = std::move(name), .value = OtherValue{}, .line = line, .column = column});
        return true;
    }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) {
        return problem(read_ > 0 ? read_ - 1 : 0, "this is not JSON (comments are allowed, trailing commas are not)");
    }

private:
    bool take(GivenValue value) {
        if (depth_ == 0) return not_an_object();
        if (depth_ == 1) out_.given.back().value = std::move(value);
        return true;
    }
    bool open() { return ++depth_ <= 8 || problem(read_, "it is nested too deeply"); }
    bool close() {
        --depth_;
        return true;
    }
    bool not_an_object() { return problem(0, "it must be an object: { \"listen\": ... }"); }
    bool problem(std::size_t at, std::string what) {
        const auto [line, column] = line_and_column(text_, at);
        out_.problems.push_back({.line = line, .column = column, .key = {}, .what = std::move(what)});
        return false;
    }

    std::string_view text_;
    const std::size_t& read_;
    ConfigDocument& out_;
    int depth_ = 0;
};

}  // namespace

ConfigDocument parse_config_document(const std::string& text) {
    ConfigDocument out;
    std::size_t read = 0;
    Reader reader(text, read, out);
    const char* begin = text.data();
    Json::sax_parse(CountingIterator(begin, &read), CountingIterator(begin + text.size(), &read), &reader, Json::input_format_t::json,
                    /*strict=*/true, /*ignore_comments=*/true);
    return out;
}

}  // namespace gateway
