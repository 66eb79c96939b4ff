// leak-search: looks for texts in files of any size, in every encoding in which they might have been kept.
// A text counts as base64 when it stands inside one unbroken base64 string: a line break within it hides it.
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

constexpr std::size_t pattern_bytes_min = 4;  // anything shorter turns up by chance
constexpr std::size_t chunk_bytes = 8 * 1024 * 1024;

struct Pattern {
    std::string bytes;
    std::string_view encoding;
    std::size_t needle;
};

std::string hex(std::string_view text, bool upper) {
    std::string out;
    for (const char c : text) out += upper ? fmt::format("{:02X}", c & 0xff) : fmt::format("{:02x}", c & 0xff);
    return out;
}

std::string json_escaped(const std::string& text, bool ascii) {
    const std::string quoted = nlohmann::json(text).dump(-1, ' ', ascii);  // throws when the text is not UTF-8
    return quoted.substr(1, quoted.size() - 2);
}

// \u00e9 -> \u00E9
std::string upper_escapes(std::string json) {
    for (std::size_t at = 0; (at = json.find('\\', at)) != std::string::npos; at += 2) {
        if (json[at + 1] == 'u')
            std::transform(&json[at + 2], &json[at + 6], &json[at + 2],
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    }
    return json;
}

std::string utf16(std::string_view valid_utf8, bool little_endian) {
    std::string out;
    const auto unit = [&](std::uint32_t u) {
        const char high = static_cast<char>(u >> 8), low = static_cast<char>(u & 0xff);
        out += little_endian ? low : high;
        out += little_endian ? high : low;
    };
    for (std::size_t at = 0; at < valid_utf8.size();) {
        const auto lead = static_cast<std::uint8_t>(valid_utf8[at++]);
        const int followers = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        std::uint32_t point = followers == 0 ? lead : lead & (0x3fu >> followers);
        for (int i = 0; i < followers; ++i) point = point << 6 | (static_cast<std::uint8_t>(valid_utf8[at++]) & 0x3fu);
        if (point < 0x10000) {
            unit(point);
        } else {
            unit(0xd800 + ((point - 0x10000) >> 10));
            unit(0xdc00 + ((point - 0x10000) & 0x3ff));
        }
    }
    return out;
}

// The base64 characters of `text` that depend on nothing else when `before` bytes stand before it in its group of three.
std::string base64_interior(std::string_view text, std::size_t before) {
    const std::string group = std::string(before, '\0') + std::string(text);
    std::string out(4 * ((group.size() + 2) / 3) + 1, '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(group.data()),
                    static_cast<int>(group.size()));
    const std::size_t first = (8 * before + 5) / 6, end = 8 * group.size() / 6;
    return end > first ? out.substr(first, end - first) : "";
}

std::string url_safe(std::string base64) {
    std::ranges::replace(base64, '+', '-');
    std::ranges::replace(base64, '/', '_');
    return base64;
}

constexpr std::size_t encodings_count = 14;

std::vector<Pattern> patterns_of(const std::string& text, std::size_t needle) {
    const std::string json_ascii = json_escaped(text, true);
    const std::array base64 = {base64_interior(text, 0), base64_interior(text, 1), base64_interior(text, 2)};
    const std::array<Pattern, encodings_count> all = {{
        {text, "utf-8", needle},
        {json_escaped(text, false), "json", needle},
        {json_ascii, "json-ascii", needle},
        {upper_escapes(json_ascii), "json-ascii-upper", needle},
        {utf16(text, true), "utf-16le", needle},
        {utf16(text, false), "utf-16be", needle},
        {hex(text, false), "hex", needle},
        {hex(text, true), "hex-upper", needle},
        {base64[0], "base64-0", needle},
        {base64[1], "base64-1", needle},
        {base64[2], "base64-2", needle},
        {url_safe(base64[0]), "base64url-0", needle},
        {url_safe(base64[1]), "base64url-1", needle},
        {url_safe(base64[2]), "base64url-2", needle},
    }};
    std::vector<Pattern> patterns;
    std::set<std::string_view> seen;  // many texts look the same in several encodings
    for (const Pattern& pattern : all) {
        if (pattern.bytes.size() < pattern_bytes_min)
            throw std::runtime_error(
                fmt::format("needle \"{}\" is too short to search for as {}", text, pattern.encoding));
        if (seen.insert(pattern.bytes).second) patterns.push_back(pattern);
    }
    return patterns;
}

// Finds all patterns in one pass: the first four bytes select the few patterns that are compared whole.
class Finder {
public:
    explicit Finder(std::vector<Pattern> patterns)
        : patterns_(std::move(patterns)), possible_(std::size_t{1} << slot_bits) {
        for (std::size_t i = 0; i < patterns_.size(); ++i) {
            const std::uint32_t prefix = prefix_at(patterns_[i].bytes.data());
            possible_[slot(prefix)] = 1;
            by_prefix_[prefix].push_back(i);
            bytes_max_ = std::max(bytes_max_, patterns_[i].bytes.size());
        }
    }

    const Pattern& pattern(std::size_t index) const { return patterns_[index]; }
    std::size_t patterns_count() const { return patterns_.size(); }
    std::size_t bytes_max() const { return bytes_max_; }

    // Calls found(pattern index, offset) for every occurrence that lies whole within `bytes`.
    template <class Found>
    void search(std::string_view bytes, Found found) const {
        for (std::size_t at = 0; at + pattern_bytes_min <= bytes.size(); ++at) {
            const std::uint32_t prefix = prefix_at(bytes.data() + at);
            if (possible_[slot(prefix)] == 0) continue;
            const auto candidates = by_prefix_.find(prefix);
            if (candidates == by_prefix_.end()) continue;
            for (const std::size_t index : candidates->second)
                if (bytes.substr(at).starts_with(patterns_[index].bytes)) found(index, at);
        }
    }

private:
    static constexpr int slot_bits = 18;
    static std::uint32_t prefix_at(const char* at) {
        std::uint32_t prefix;
        std::memcpy(&prefix, at, sizeof prefix);
        return prefix;
    }
    static std::size_t slot(std::uint32_t prefix) { return (prefix * 2654435761u) >> (32 - slot_bits); }

    std::vector<Pattern> patterns_;
    std::vector<std::uint8_t> possible_;  // by slot of the prefix: no pattern begins so
    std::unordered_map<std::uint32_t, std::vector<std::size_t>> by_prefix_;
    std::size_t bytes_max_ = 0;
};

// Where each pattern stands first in one file.
struct Hit {
    std::size_t pattern;
    std::uint64_t offset;
};

// Adds the size of the file to `bytes_total`. Reads in chunks that overlap by the longest pattern.
std::vector<Hit> search_file(const Finder& finder, const std::filesystem::path& path, std::uint64_t& bytes_total) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(fmt::format("cannot open {}", path.string()));
    std::vector<Hit> hits;
    std::vector<bool> seen(finder.patterns_count());
    std::string buffer;
    std::uint64_t buffer_offset = 0;
    while (in) {
        const std::size_t kept = std::min(buffer.size(), finder.bytes_max() - 1);
        buffer_offset += buffer.size() - kept;
        buffer.erase(0, buffer.size() - kept);
        buffer.resize(kept + chunk_bytes);
        in.read(buffer.data() + kept, static_cast<std::streamsize>(chunk_bytes));
        buffer.resize(kept + static_cast<std::size_t>(in.gcount()));
        bytes_total += static_cast<std::uint64_t>(in.gcount());
        finder.search(buffer, [&](std::size_t pattern, std::size_t at) {
            if (!seen[pattern]) hits.push_back({pattern, buffer_offset + at});
            seen[pattern] = true;
        });
    }
    if (in.bad()) throw std::runtime_error(fmt::format("cannot read {}", path.string()));
    return hits;
}

std::vector<std::filesystem::path> files_below(const std::vector<std::string>& places) {
    std::vector<std::filesystem::path> files;
    for (const std::string& place : places) {
        if (!std::filesystem::exists(place)) throw std::runtime_error(fmt::format("{} does not exist", place));
        if (!std::filesystem::is_directory(place))
            files.emplace_back(place);
        else
            for (const auto& entry : std::filesystem::recursive_directory_iterator(place))
                if (entry.is_regular_file()) files.push_back(entry.path());
    }
    if (files.empty()) throw std::runtime_error("no file to search");
    std::ranges::sort(files);
    return files;
}

std::vector<std::string> read_needles(const std::string& path) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error(fmt::format("cannot open {}", path));
    std::set<std::string> needles;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) needles.insert(line);
    if (needles.empty()) throw std::runtime_error(fmt::format("{} holds no needle", path));
    return {needles.begin(), needles.end()};
}

int run(bool expect_all, const std::string& needles_path, const std::vector<std::string>& places) {
    const std::vector<std::string> needles = read_needles(needles_path);
    std::vector<Pattern> patterns;
    for (std::size_t i = 0; i < needles.size(); ++i)
        std::ranges::move(patterns_of(needles[i], i), std::back_inserter(patterns));
    const Finder finder(std::move(patterns));

    const auto files = files_below(places);
    std::uint64_t bytes_total = 0;
    std::vector<bool> found(needles.size());
    for (const auto& file : files) {
        for (const Hit& hit : search_file(finder, file, bytes_total)) {
            const Pattern& pattern = finder.pattern(hit.pattern);
            found[pattern.needle] = true;
            if (!expect_all)
                fmt::print("FOUND \"{}\" as {} in {} at {}\n", needles[pattern.needle], pattern.encoding, file.string(),
                           hit.offset);
        }
    }
    const auto found_count = static_cast<std::size_t>(std::ranges::count(found, true));
    if (expect_all)
        for (std::size_t i = 0; i < needles.size(); ++i)
            if (!found[i]) fmt::print("MISSING \"{}\"\n", needles[i]);
    fmt::print("{} needles in {} encodings, {} files, {} bytes: {} found\n", needles.size(), encodings_count,
               files.size(), bytes_total, found_count);
    return found_count == (expect_all ? needles.size() : 0) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> args(argv + 1, argv + argc);
    if (args.size() < 4 || args[0] != "--expect" || (args[1] != "none" && args[1] != "all")) {
        fmt::print(
            stderr,
            "usage: leak-search --expect none|all NEEDLES_FILE FILE_OR_DIR...\n"
            "NEEDLES_FILE holds one UTF-8 text a line. Exits 0 when the expectation holds, 1 when not, 2 on errors.\n");
        return 2;
    }
    try {
        return run(args[1] == "all", args[2], {args.begin() + 3, args.end()});
    } catch (const std::exception& error) {
        fmt::print(stderr, "leak-search: {}\n", error.what());
        return 2;
    }
}
