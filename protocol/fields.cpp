#include "protocol/fields.hpp"

namespace protocol {

const Json* Fields::find(std::string_view key) {
    if (!ok_) return nullptr;
    const auto found = object_.find(key);
    if (found == object_.end()) {
        ok_ = false;
        return nullptr;
    }
    read_.emplace(key);
    return &*found;
}

std::string Fields::text(std::string_view key) {
    const Json* value = find(key);
    if (!value) return {};
    if (!value->is_string()) {
        ok_ = false;
        return {};
    }
    return value->get<std::string>();
}

std::uint64_t Fields::integer(std::string_view key, std::uint64_t max) {
    const Json* value = find(key);
    if (!value) return 0;
    const bool whole = value->is_number_unsigned() || (value->is_number_integer() && value->get<std::int64_t>() >= 0);
    if (!whole || value->get<std::uint64_t>() > max) {
        ok_ = false;
        return 0;
    }
    return value->get<std::uint64_t>();
}

Json Fields::object(std::string_view key) {
    const Json* value = find(key);
    if (!value) return {};
    if (!value->is_object()) {
        ok_ = false;
        return {};
    }
    return *value;
}

Json Fields::array(std::string_view key, std::size_t count_max) {
    const Json* value = find(key);
    if (!value) return Json::array();
    if (!value->is_array() || value->empty() || value->size() > count_max) {
        ok_ = false;
        return Json::array();
    }
    return *value;
}

}  // namespace protocol
