#include "gateway/config.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>

#include "gateway/config_document.hpp"

namespace gateway {
namespace {

std::string all_names() {
    std::string out;
    for (const Setting& setting : settings()) out += (out.empty() ? "" : ", ") + std::string(setting.name);
    return out;
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
        if (setting == settings().end()) problem("is not a setting; there are: " + all_names());
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
        throw std::runtime_error("\"" + given.substr(0, limits::config_text_bytes_max) +
                                 "\" is not HOST:PORT, such as 127.0.0.1:7443 or [::1]:7443");
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
