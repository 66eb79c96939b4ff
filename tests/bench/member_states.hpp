// The 46 states of a network of full size.
#pragma once

#include <string>
#include <vector>

namespace bench {

inline const std::vector<std::string> member_states{"ad", "al", "am", "at", "az", "ba", "be", "bg", "ch", "cy", "cz", "de",
                                                    "dk", "ee", "es", "fi", "fr", "gb", "ge", "gr", "hr", "hu", "ie", "is",
                                                    "it", "li", "lt", "lu", "lv", "mc", "md", "me", "mk", "mt", "nl", "no",
                                                    "pl", "pt", "ro", "rs", "se", "si", "sk", "sm", "tr", "ua"};

}  // namespace bench
