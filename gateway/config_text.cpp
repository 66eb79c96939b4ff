// What is written from the table of settings: the file that `init` makes, and the JSON schema.
#include <nlohmann/json.hpp>

#include "gateway/settings.hpp"

namespace gateway {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson json_of(const SettingValue& value) {
    return std::visit([](const auto& known) { return OrderedJson(known); }, value);
}

OrderedJson schema_of(const SettingType& type) {
    if (const auto* range = std::get_if<WholeNumber>(&type))
        return {{"type", "integer"}, {"minimum", range->min}, {"maximum", range->max}};
    if (const auto* one = std::get_if<OneOf>(&type)) {
        OrderedJson words = OrderedJson::array();
        for (const auto word : one->words) words.push_back(std::string(word));
        return OrderedJson{{"enum", std::move(words)}};
    }
    return {{"type", "string"}, {"maxLength", limits::config_text_bytes_max}, {"pattern", address_pattern}};
}

}  // namespace

std::string default_config(const std::string& listen) {
    const Config defaults;
    std::string out = "// Settings of nfp-gateway. Comments are allowed; unknown keys are refused. Restart to apply.\n{\n";
    for (const Setting& setting : settings()) {
        if (!setting.comment.empty()) out += "  // " + std::string(setting.comment) + "\n";
        const auto value = setting.name == "listen" ? OrderedJson(listen) : json_of(setting.get(defaults));
        const bool last = &setting == &settings().back();
        out += "  \"" + std::string(setting.name) + "\": " + value.dump() + (last ? "\n" : ",\n");
    }
    return out + "}\n";
}

std::string config_schema() {
    const Config defaults;
    OrderedJson properties = OrderedJson::object();
    std::string_view comment;
    for (const Setting& setting : settings()) {
        if (!setting.comment.empty()) comment = setting.comment;
        OrderedJson property = OrderedJson::object();
        property["description"] = std::string(comment);
        property.update(schema_of(setting.type));
        property["default"] = json_of(setting.get(defaults));
        properties[std::string(setting.name)] = std::move(property);
    }
    const OrderedJson schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                             {"title", "gateway.json of nfp-gateway"},
                             {"description", "The file itself may hold // and /* */ comments; a key stands there once."},
                             {"type", "object"},
                             {"additionalProperties", false},
                             {"properties", std::move(properties)}};
    return schema.dump(2) + "\n";
}

}  // namespace gateway
