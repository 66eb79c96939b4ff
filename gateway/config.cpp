#include "gateway/config.hpp"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>

#include "gateway/config_document.hpp"

namespace gateway {
namespace {

// Levenshtein's distance: how many letters to change, add or leave out.
std::size_t letters_apart(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

std::string unknown_key(const std::string& key) {
    const auto nearest = std::ranges::min(settings(), {}, [&](const Setting& setting) { return letters_apart(key, setting.name); });
    const bool near = key.size() <= limits::config_key_bytes_max && letters_apart(key, nearest.name) <= std::max<std::size_t>(2, key.size() / 3);
    if (near) return "is not a setting; did you mean \"" + std::string(nearest.name) + "\"?";
    return "is not a setting. config/gateway.example.json lists all there are";
}

// The value, when it is of that type.
std::optional<SettingValue> fitting(const SettingType& type, const GivenValue& given) {
    const auto* whole = std::get_if<std::uint64_t>(&given);
    const auto* text = std::get_if<std::string>(&given);
    if (const auto* range = std::get_if<WholeNumber>(&type)) {
        if (whole && *whole >= range->min && *whole <= range->max) return *whole;
        return std::nullopt;
    }
    if (!text) return std::nullopt;
    if (const auto* one = std::get_if<OneOf>(&type)) {
        if (std::ranges::find(one->words, *text) == one->words.end()) return std::nullopt;
    } else if (text->size() > limits::config_text_bytes_max || !std::regex_match(*text, std::regex(address_pattern))) {
        return std::nullopt;
    }
    return *text;
}

}  // namespace

CheckedConfig check_config(const std::string& text) {
    auto document = parse_config_document(text);
    CheckedConfig out{.config = {}, .problems = {}};
    std::set<std::string_view> seen;
    for (const auto& given : document.given) {
        const auto problem = [&](std::string what) {
            out.problems.push_back({.line = given.line, .column = given.column, .key = given.key, .what = std::move(what)});
        };
        const auto setting = std::ranges::find(settings(), given.key, &Setting::name);
        if (setting == settings().end()) problem(unknown_key(given.key));
        else if (!seen.insert(setting->name).second) problem("stands there twice; keep one");
        else if (const auto value = fitting(setting->type, given.value)) setting->set(out.config, *value);
        else problem("must be " + expected_of(setting->type));
    }
    std::ranges::move(document.problems, std::back_inserter(out.problems));
    return out;
}

std::string describe(const ConfigProblem& problem) {
    std::string out = "gateway.json";
    if (problem.line > 0) out += ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column);
    out += ": ";
    if (!problem.key.empty()) out += "\"" + problem.key + "\" ";
    return out + problem.what;
}

Address parse_address(const std::string& given) {
    std::smatch parts;
    if (given.size() > limits::config_text_bytes_max || !std::regex_match(given, parts, std::regex(address_pattern)))
        throw std::runtime_error("\"" + given.substr(0, limits::config_text_bytes_max) + "\" is not HOST:PORT, such as 127.0.0.1:7443 or [::1]:7443");
    std::string host = parts[1];
    if (host.front() == '[') host = host.substr(1, host.size() - 2);
    return {.host = std::move(host), .port = static_cast<std::uint16_t>(std::stoul(parts[2]))};
}

Config parse_config(const std::string& given) {
    auto checked = check_config(given);
    std::string all;
    for (const auto& problem : checked.problems) all += (all.empty() ? "" : "\n") + describe(problem);
    if (!all.empty()) throw std::runtime_error(all);
    return std::move(checked.config);
}

std::string read_config_text(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file.string() + ": run nfp-gateway init first, or check the file's mode");
    std::string given(limits::config_bytes_max + 1, '\0');
    in.read(given.data(), static_cast<std::streamsize>(given.size()));
    given.resize(static_cast<std::size_t>(in.gcount()));
    if (given.size() > limits::config_bytes_max) throw std::runtime_error("gateway.json is larger than 64 KiB");
    return given;
}

Config read_config(const std::filesystem::path& file) { return parse_config(read_config_text(file)); }

}  // namespace gateway
