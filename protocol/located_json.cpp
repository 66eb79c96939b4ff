#include "protocol/located_json.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "protocol/limits.hpp"

namespace protocol {
namespace {

using nlohmann::json;

// Counts what the parser has taken: all that it lets be known of places.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    CountingIterator(std::string_view::const_iterator at, std::size_t* taken) : at_(at), taken_(taken) {}
    char operator*() const { return *at_; }
    CountingIterator& operator++() {
        ++at_;
        ++*taken_;
        return *this;
    }
    CountingIterator operator++(int) {
        auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingIterator& other) const { return at_ == other.at_; }

private:
    std::string_view::const_iterator at_;
    std::size_t* taken_;
};

class Places {
public:
    explicit Places(std::string_view text) : text_(text) {
        for (std::size_t at = 0; at < text.size(); ++at)
            if (text[at] == '\n') starts_.push_back(at + 1);
    }
    JsonPlace of(std::size_t offset) const {
        offset = std::min(offset, text_.size());
        const auto line = std::ranges::upper_bound(starts_, offset) - starts_.begin();
        const auto start = starts_[static_cast<std::size_t>(line) - 1];
        const auto before = text_.substr(start, offset - start);
        const auto characters =
            std::ranges::count_if(before, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
        return {.line = static_cast<std::size_t>(line), .column = static_cast<std::size_t>(characters) + 1};
    }

private:
    std::string_view text_;
    std::vector<std::size_t> starts_{0};
};

// Builds the tree from the parser's events. A parent gets its next child only when the last one is complete, so the pointers on
// the way down stay good.
class Builder final : public nlohmann::json_sax<json> {
public:
    Builder(std::string_view text, const std::size_t& taken, std::size_t depth_max)
        : text_(text), places_(text), taken_(taken), depth_max_(depth_max) {}

    bool null() override { return add(node_at(JsonNode::Type::other, scalar_start())); }
    bool boolean(bool) override { return null(); }
    bool number_integer(number_integer_t) override { return null(); }   // below 0
    bool number_unsigned(number_unsigned_t value) override { return value <= limits::integer_max ? whole(value) : null(); }
    bool number_float(number_float_t value, const string_t&) override {
        const bool fits = value >= 0 && value <= static_cast<double>(limits::integer_max) && std::floor(value) == value;
        return fits ? whole(static_cast<std::uint64_t>(value)) : null();
    }
    bool binary(binary_t&) override { return false; }
    bool string(string_t& value) override {
        auto node = node_at(JsonNode::Type::text, quote_start());
        node.text = std::move(value);
        return add(std::move(node));
    }
    bool start_object(std::size_t) override { return open(JsonNode::Type::object); }
    bool start_array(std::size_t) override { return open(JsonNode::Type::list); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        key_ = value;
        key_offset_ = quote_start();
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
        error_ = {.why = JsonError::Why::not_json, .place = places_.of(position == 0 ? 0 : position - 1)};
        return false;
    }

    std::expected<JsonNode, JsonError> take(bool complete) {
        if (complete) return std::move(root_.front());
        return std::unexpected(error_);
    }

private:
    bool open(JsonNode::Type type) {
        const std::size_t offset = taken_ - 1;
        if (path_.size() == depth_max_) {
            error_ = {.why = JsonError::Why::too_deep, .place = places_.of(offset)};
            return false;
        }
        add(node_at(type, offset));
        path_.push_back(&siblings().back());
        return true;
    }
    bool close() {
        path_.pop_back();
        return true;
    }
    JsonNode node_at(JsonNode::Type type, std::size_t offset) const {
        JsonNode node;
        node.type = type;
        node.place = places_.of(offset);
        return node;
    }
    bool whole(std::uint64_t value) {
        auto node = node_at(JsonNode::Type::whole, scalar_start());
        node.number = value;
        return add(std::move(node));
    }
    bool add(JsonNode node) {
        if (!path_.empty()) {
            const JsonNode& parent = *path_.back();
            if (parent.type == JsonNode::Type::object) {
                node.key = std::exchange(key_, {});
                node.where = (parent.where.empty() ? "" : parent.where + ".") + node.key;
                node.key_place = places_.of(key_offset_);
            } else {
                node.where = parent.where + "[" + std::to_string(parent.items.size()) + "]";
            }
        }
        siblings().push_back(std::move(node));
        return true;
    }
    std::vector<JsonNode>& siblings() { return path_.empty() ? root_ : path_.back()->items; }

    // Just after a string the parser has taken its closing quote and nothing else.
    std::size_t quote_start() const {
        std::size_t at = taken_ - 1;
        const auto escaped = [&](std::size_t quote) {
            std::size_t slashes = 0;
            while (slashes < quote && text_[quote - 1 - slashes] == '\\') ++slashes;
            return slashes % 2 == 1;
        };
        do --at;
        while (at > 0 && (text_[at] != '"' || escaped(at)));
        return at;
    }
    // A number has cost one character more, which the parser puts back.
    std::size_t scalar_start() const {
        static constexpr std::string_view letters = "+-.0123456789Eaeflnrstu";
        const auto in_scalar = [](char c) { return letters.find(c) != std::string_view::npos; };
        std::size_t at = taken_;
        while (at > 0 && !in_scalar(text_[at - 1])) --at;
        while (at > 0 && in_scalar(text_[at - 1])) --at;
        return at;
    }

    std::string_view text_;
    Places places_;
    const std::size_t& taken_;
    const std::size_t depth_max_;
    std::vector<JsonNode> root_;
    std::vector<JsonNode*> path_;
    std::string key_;
    std::size_t key_offset_ = 0;
    JsonError error_;
};

}  // namespace

std::expected<JsonNode, JsonError> parse_located(std::string_view text, JsonBounds bounds) {
    if (text.size() > bounds.bytes_max) return std::unexpected(JsonError{.why = JsonError::Why::too_large, .place = {}});
    std::size_t taken = 0;
    Builder builder(text, taken, bounds.depth_max);
    const CountingIterator begin(text.begin(), &taken), end(text.end(), &taken);
    const bool complete =
        json::sax_parse(begin, end, &builder, json::input_format_t::json, /*strict=*/true, /*ignore_comments=*/true);
    return builder.take(complete);
}

}  // namespace protocol
